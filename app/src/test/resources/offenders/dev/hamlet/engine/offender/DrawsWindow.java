package dev.hamlet.engine.offender;

final class DrawsWindow {
    javafx.scene.paint.Color color;
}
