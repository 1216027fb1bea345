package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.PngFile;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of the whole window with machines at work, for people to look at: light, dark, narrow. */
@Timeout(180)
@Tag("window")
class WindowPicturesTest {
    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final List<String> SYSTEMS =
            List.of("debian-13", "ubuntu-24.04", "fedora-44", "freebsd-15", "win11", "alpinelinux3.23");

    @TempDir
    private Path home = Path.of("");

    @AfterEach
    void light() {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
    }

    @Test
    void theWindowIsPicturedWithMachinesAtWork() throws Exception {
        Toolkit.start();
        try (TestMachines machines = TestMachines.ofEngine(home)) {
            List<Machine> running = new ArrayList<>();
            for (int i = 0; i < SYSTEMS.size(); i++) {
                String system = SYSTEMS.get(i);
                Machine machine = machines.make("Machine of " + system);
                String group = i < 2 ? "Everyday" : "Lab";
                machine.change(builder -> builder.system(system).group(group));
                if (i % 2 == 0) {
                    machine.start(StartOptions.CAREFUL).await();
                    running.add(machine);
                }
            }
            Stage stage = Toolkit.get(Stage::new);
            HamletWindow window = Toolkit.get(() -> open(stage, machines));
            OpenWindow shown = OpenWindow.of(stage);
            shown.awaitText("host-accelerator", "Software emulation");
            shown.awaitText("machines-list", "%");
            work(machines, running);
            Files.createDirectories(FOLDER);
            picture(stage, "light");
            Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
            picture(stage, "dark");
            Toolkit.run(() -> {
                Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS());
                stage.setWidth(800);
                stage.setHeight(560);
            });
            picture(stage, "narrow");
            Toolkit.run(window::close);
        }
    }

    private static HamletWindow open(Stage stage, TestMachines machines) {
        HamletWindow window = new HamletWindow(
                stage,
                Messages.of(Locale.ENGLISH),
                settings -> {},
                new PreferencesModel(Preferences.FIRST, kept -> {}),
                place -> {},
                () -> {});
        window.show(WindowSettings.FIRST);
        // More than the screen has that there is without a display.
        stage.setWidth(1280);
        window.fill(machines.engine(), () -> Accelerator.emulation(new HostProblem.KvmTooSlow(264)), () -> {
            throw new UnsupportedOperationException("there are machines");
        });
        return window;
    }

    /** Each by its own measure, for some seconds. */
    private static void work(TestMachines machines, List<Machine> running) {
        long begin = System.nanoTime();
        Toolkit.await("they have worked", () -> {
            double seconds = (System.nanoTime() - begin) / 1e9;
            for (int i = 0; i < running.size(); i++) {
                double wave = 0.5 + 0.4 * Math.sin(seconds * (1 + i));
                machines.guest(running.get(i))
                        .use(new Usage(
                                2 * wave / (1 + i),
                                2,
                                (250 + 60 * i + 20 * wave) * (1 << 20),
                                512 << 20,
                                wave * (3 << 20),
                                wave * (1 << 20),
                                wave * (600 << 10),
                                wave * (44 << 10)));
            }
            return seconds > 12;
        });
    }

    private static void picture(Stage stage, String look) throws IOException {
        long end = System.nanoTime() + 1_500_000_000L;
        Toolkit.await("a moment has passed", () -> System.nanoTime() > end);
        Path file = FOLDER.resolve("window-" + look + ".png");
        PngFile.write(Toolkit.get(() -> stage.getScene().getRoot().snapshot(null, null)), file);
        assertTrue(Files.size(file) > 5000, file + " shows something");
    }
}
