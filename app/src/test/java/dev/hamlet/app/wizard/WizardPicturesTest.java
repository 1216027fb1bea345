package dev.hamlet.app.wizard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws each step as it is seen, light and dark and twice as large, for people to look at. */
@Tag("window")
class WizardPicturesTest {
    private static final Path FOLDER = Path.of("target/screenshots");

    @TempDir
    private Path folder;

    private final Messages words = Messages.of(Locale.ENGLISH);
    private @Nullable WizardModel model;

    @AfterEach
    void light() {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
    }

    private OpenWindow open(String styleSheet, double size) throws Exception {
        Toolkit.start();
        TestWorkshop workshop = new TestWorkshop().withKey();
        Offer first = workshop.systems.getFirst();
        workshop.systems.add(new Offer(
                "Tiny guest", "", Offer.Kind.KERNEL, new Offer.Way.Here("Tiny guest"), "tiny", "", first.needs()));
        OpenWindow window = OpenWindow.with(() -> {
            Overlay overlay = new Overlay(new Label("Hamlet"));
            overlay.getStyleClass().add("window");
            WizardModel made = new WizardModel(workshop, words, FxRelay.fxThread(), outcome -> {});
            model = made;
            javafx.application.Platform.runLater(() -> overlay.show(new WizardView(made, new TestFiles(), words)));
            return overlay;
        });
        Toolkit.run(() -> {
            window.stage().setX(0);
            window.stage().setY(0);
            window.stage().setWidth(1000);
            window.stage().setHeight(size);
            if (!styleSheet.isEmpty()) {
                window.stage().getScene().getRoot().setStyle(styleSheet);
            }
        });
        window.awaitEnabled("wizard-next");
        window.awaitText("wizard-status", "Nothing is written");
        return window;
    }

    private void draw(String name, Theme theme, String style) throws Exception {
        Toolkit.start();
        Toolkit.run(() -> Application.setUserAgentStylesheet(theme.getUserAgentStylesheetBSS()));
        Files.createDirectories(FOLDER);
        try (OpenWindow window = open(style, style.isEmpty() ? 800 : 1000)) {
            WizardModel shown = Objects.requireNonNull(model);
            window.picture(FOLDER.resolve("wizard-what-" + name + ".png"));
            Toolkit.run(shown::next);
            window.awaitText("wizard-steps", "Resources");
            window.picture(FOLDER.resolve("wizard-resources-" + name + ".png"));
            Toolkit.run(shown::next);
            window.awaitText("wizard-summary", "Debian");
            window.picture(FOLDER.resolve("wizard-summary-" + name + ".png"));
            Toolkit.run(() -> shown.go(WizardModel.Step.WHAT));
            Toolkit.run(() -> shown.begin(Path.of("/home/ann/not-a-cd.iso")));
            window.awaitText("wizard-cd-found", "Not a CD image");
            window.picture(FOLDER.resolve("wizard-cd-" + name + ".png"));
            Path cd = TestHost.writeCd(folder.resolve("debian-12.5.0-amd64-netinst.iso"), "Debian 12.5.0 amd64 n");
            Toolkit.run(() -> shown.begin(cd));
            window.awaitText("wizard-cd-found", "Debian 12");
            window.picture(FOLDER.resolve("wizard-recognised-" + name + ".png"));
            Region dialog = (Region) window.node("wizard");
            double width = Toolkit.get(() -> window.stage().getScene().getWidth());
            assertTrue(dialog.getWidth() <= 0.9 * width + 1, dialog.getWidth() + " of " + width);
        }
    }

    @Test
    void light100() throws Exception {
        draw("light", new PrimerLight(), "");
    }

    @Test
    void dark100() throws Exception {
        draw("dark", new PrimerDark(), "");
    }

    @Test
    void light200() throws Exception {
        draw("light-200", new PrimerLight(), "-fx-font-size: 28px;");
    }
}
