package dev.hamlet.app.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.util.Subscription;

/** Colours and sizes: a theme as light or dark as the desktop is, and Hamlet's own sheet above it. */
public final class Theme implements AutoCloseable {
    private static final String SHEET = "dev/hamlet/assets/hamlet.css";

    private final Subscription subscription;

    private Theme() {
        subscription = Platform.getPreferences().colorSchemeProperty().subscribe(Theme::apply);
    }

    /** From now on every window follows the desktop. */
    static Theme followDesktop() {
        return new Theme();
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
