package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.fx.PngFile;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.TabPane;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;
import javafx.scene.text.Font;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of every tab, for people to look at: light, dark, and twice as large. */
@Timeout(180)
@Tag("window")
class DetailsPicturesTest {
    private static final Path FOLDER = Path.of("target", "screenshots");

    @TempDir
    private Path home = Path.of("");

    @AfterEach
    void light() {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
    }

    /** What a guest with a desktop might show. */
    private byte[] desktop() throws IOException {
        Image image = Toolkit.get(() -> {
            Canvas canvas = new Canvas(1280, 800);
            GraphicsContext pen = canvas.getGraphicsContext2D();
            pen.setFill(new LinearGradient(
                    0,
                    0,
                    0,
                    1,
                    true,
                    CycleMethod.NO_CYCLE,
                    new Stop(0, Color.web("#1b2a4a")),
                    new Stop(1, Color.web("#8a5a78"))));
            pen.fillRect(0, 0, 1280, 800);
            pen.setFill(Color.web("#10141c"));
            pen.fillRect(120, 120, 620, 380);
            pen.setFill(Color.web("#b8f0b8"));
            pen.setFont(Font.font("monospace", 20));
            pen.fillText("user@debian:~$ make test\nok  cart      0.412s\nok  checkout  1.203s", 140, 160);
            return canvas.snapshot(null, null);
        });
        Path file = home.resolve("desktop.png");
        PngFile.write(image, file);
        return Files.readAllBytes(file);
    }

    @Test
    void everyTabIsPicturedInLightAndDarkAndTwiceAsLarge() throws Exception {
        try (DetailsFixture details = DetailsFixture.in(home.resolve("hamlet"))) {
            byte[] screen = desktop();
            Machine machine = details.machines().make("Debian 13 desktop");
            machine.change(builder -> builder.system("debian-13")
                    .forwards(List.of(
                            PortForward.tcp(TestMachines.freePort(), 22),
                            PortForward.tcp(TestMachines.freePort(), 80))));
            machine.start(StartOptions.CAREFUL).await();
            details.machines().guest(machine).screen(() -> screen);
            details.window().awaitText("machine-state", "Running");
            details.window().awaitText("preview-caption", "1280");
            Files.createDirectories(machine.folder().logs());
            Files.writeString(machine.folder().serialLog(), """
                [    0.000000] Linux version 6.12.48
                [    0.412004] Run /init as init process
                Debian GNU/Linux 13 debian ttyS0

                debian login:
                """);
            Files.createDirectories(FOLDER);
            work(details, machine);
            pictures(details, "light");
            Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
            pictures(details, "dark");
            Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
            Toolkit.run(() -> details.details().setStyle("-fx-font-size: 28px"));
            pictures(details, "200");
        }
    }

    /** What was chosen a moment ago is filled by threads that nobody waits for. */
    private static void settle() {
        long end = System.nanoTime() + 700_000_000L;
        Toolkit.await("a moment has passed", () -> System.nanoTime() > end);
    }

    /** Half a minute of a guest that has something to do would be too long to wait for: a few seconds will do. */
    private static void work(DetailsFixture details, Machine machine) {
        long begin = System.nanoTime();
        Toolkit.await("it has worked", () -> {
            double seconds = (System.nanoTime() - begin) / 1e9;
            double wave = 0.5 + 0.4 * Math.sin(seconds * 2);
            details.machines()
                    .guest(machine)
                    .use(new Usage(
                            2 * wave,
                            2,
                            (300 + 20 * wave) * (1 << 20),
                            512 << 20,
                            wave * (3 << 20),
                            wave * (1 << 20),
                            wave * (600 << 10),
                            wave * (44 << 10)));
            return seconds > 8;
        });
    }

    private static void pictures(DetailsFixture details, String look) throws IOException {
        List<String> tabs = Toolkit.get(() -> ((TabPane)
                        Objects.requireNonNull(details.details().lookup("#details-tabs")))
                .getTabs().stream()
                        .map(tab -> Objects.requireNonNull(tab.getId()).replace("details-tab-", ""))
                        .toList());
        for (String tab : tabs) {
            details.choose(tab);
            Path file = FOLDER.resolve("details-" + tab + "-" + look + ".png");
            settle();
            PngFile.write(Toolkit.get(() -> details.window().stage().getScene().snapshot(null)), file);
            assertTrue(Files.size(file) > 5000, file + " shows something");
        }
    }
}
