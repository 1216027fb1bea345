package dev.hamlet.app.settings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.DiskFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javafx.application.Application;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws each section as it is seen, light and dark and twice as large, for people to look at. */
@Tag("window")
class SettingsPicturesTest {
    private static final Path FOLDER = Path.of("target/screenshots");

    @TempDir
    Path folder;

    @AfterEach
    void light() {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
    }

    private void draw(String name, Theme theme, String style) throws Exception {
        Toolkit.start();
        Toolkit.run(() -> Application.setUserAgentStylesheet(theme.getUserAgentStylesheetBSS()));
        Files.createDirectories(FOLDER);
        try (TestMachines home = new TestMachines(folder)) {
            Machine machine = home.make("Debian 13 desktop");
            Files.createDirectories(machine.folder().disks());
            Files.write(machine.folder().disks().resolve("system.raw"), new byte[512]);
            Path cd = Files.write(folder.resolve("tools.iso"), new byte[512]);
            machine.change(
                    spec -> spec.addDisk(new DiskSpec("disk0", Path.of("disks/system.raw"), DiskFormat.RAW, false))
                            .addCd(new CdSpec("cd0", cd))
                            .group("Everyday")
                            .system("debian-13"));
            machine.start(StartOptions.CAREFUL).await();
            machine.change(spec -> spec.vcpus(6).bootFromCd(true));
            Overlay overlay = Toolkit.get(() -> new Overlay(new Label("Hamlet")));
            try (OpenWindow window = OpenWindow.with(() -> overlay)) {
                SettingsModel model = Toolkit.get(() -> {
                    overlay.getStyleClass().add("window");
                    window.stage().setX(0);
                    window.stage().setY(0);
                    window.stage().setWidth(1000);
                    window.stage().setHeight(800);
                    window.stage().getScene().getRoot().setStyle(style);
                    SettingsModel made = new SettingsModel(
                            machine, home.store(), new TestHost(), TimeSource.system(), FxRelay.fxThread());
                    overlay.show(new SettingsView(made, Messages.of(Locale.ENGLISH)));
                    return made;
                });
                window.awaitText("settings-waiting", "2 changes");
                for (Section section : Section.values()) {
                    Toolkit.run(() -> model.show(section));
                    window.awaitEnabled("settings-" + section.word());
                    if (section == Section.NETWORK) {
                        Toolkit.run(() -> ((TextField) window.node("settings-forward-host-port"))
                                .setText(Integer.toString(TestHost.TAKEN)));
                        window.awaitText("settings-forward-note", "Held by");
                    }
                    window.picture(FOLDER.resolve("settings-" + section.word() + "-" + name + ".png"));
                }
                Region dialog = (Region) window.node("settings");
                double width = Toolkit.get(() -> window.stage().getScene().getWidth());
                assertTrue(dialog.getWidth() <= 0.9 * width + 1, dialog.getWidth() + " of " + width);
                Toolkit.run(overlay::close);
            }
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
