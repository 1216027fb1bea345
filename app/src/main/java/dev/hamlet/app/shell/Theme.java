package dev.hamlet.app.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.preferences.Preferences.Look;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.util.Subscription;

/** Colours and sizes: a theme as light or dark as the person wants it, and Hamlet's own sheet above it. */
public final class Theme implements AutoCloseable {
    private static final String SHEET = "dev/hamlet/assets/hamlet.css";

    private final Subscription subscription;

    private Theme(ObservableValue<Look> look) {
        ReadOnlyObjectProperty<ColorScheme> desktop = Platform.getPreferences().colorSchemeProperty();
        subscription = Subscription.combine(
                look.subscribe((before, now) -> apply(scheme(now, desktop.get()))),
                desktop.subscribe(now -> apply(scheme(look.getValue(), now))));
    }

    /** From now on every window looks so. */
    static Theme follow(ObservableValue<Look> look) {
        return new Theme(look);
    }

    private static ColorScheme scheme(Look look, ColorScheme desktop) {
        return switch (look) {
            case SYSTEM -> desktop;
            case LIGHT -> ColorScheme.LIGHT;
            case DARK -> ColorScheme.DARK;
        };
    }

    /** Makes every window light or dark. */
    static void apply(ColorScheme scheme) {
        atlantafx.base.theme.Theme theme = scheme == ColorScheme.DARK ? new PrimerDark() : new PrimerLight();
        // The same sheet as CSS is read in several times the time.
        Application.setUserAgentStylesheet(theme.getUserAgentStylesheetBSS());
    }

    /** Hamlet's own sheet for this scene. */
    public static void dress(Scene scene) {
        URL sheet = Objects.requireNonNull(Theme.class.getClassLoader().getResource(SHEET), SHEET);
        scene.getStylesheets().add(sheet.toExternalForm());
    }

    @Override
    public void close() {
        subscription.unsubscribe();
    }
}
