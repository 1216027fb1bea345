package dev.hamlet.app.offender;

final class SkipsRelay {
    void show() {
        javafx.application.Platform.runLater(() -> {});
    }
}
