package dev.hamlet.app.wizard;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Small pictures before a sentence. */
final class Signs {
    private Signs() {}

    static FontIcon warning() {
        return sign(Feather.ALERT_TRIANGLE, "icon-warning");
    }

    static FontIcon danger() {
        return sign(Feather.ALERT_TRIANGLE, "icon-danger");
    }

    static FontIcon good() {
        return sign(Feather.CHECK, "icon-success");
    }

    private static FontIcon sign(Feather icon, String styleClass) {
        FontIcon sign = new FontIcon(icon);
        sign.getStyleClass().add(styleClass);
        return sign;
    }
}
