package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.StartOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of the guide, of a real guest and a real container in real windows: {@code installers/guide-pictures}. */
@Tag("real")
@Tag("slow")
@Timeout(300)
class GuidePicturesIT {
    private static final Path PICTURES =
            Path.of("target", "screenshots", "guide").toAbsolutePath();

    /** The graphs have something to show by then. */
    private static final Duration A_WHILE = Duration.ofSeconds(40);

    private static final String PROGRAM = "echo Serving /bin on port 80; httpd -f -v -h /bin & "
            + "while sleep 2; do wget -q -O /dev/null http://127.0.0.1/busybox; done";

    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
        home.buildTinyGuest();
        Files.createDirectories(PICTURES);
    }

    @AfterEach
    void endAll() throws Exception {
        if (home == null) {
            return;
        }
        home.endGuests();
        try (Engine engine = home.engine()) {
            for (ContainerSnapshot one : engine.containers().list()) {
                var _ = engine.containers().remove(one.id().value(), true).await();
            }
            var _ = engine.containers().networks().prune();
        }
    }

    private static void keep(WindowProcess window, String name) throws Exception {
        // What has just come to be seen has been laid out and drawn by then.
        TimeSource.system().sleep(Duration.ofSeconds(1));
        window.keep(PICTURES.resolve(name + ".png"));
        assertTrue(Files.size(PICTURES.resolve(name + ".png")) > 10_000);
    }

    private static void startContainer(Engine engine) throws Exception {
        assumeTrue(
                engine.containers().obstacle().isEmpty(),
                () -> "no container can run here: " + engine.containers().obstacle());
        var _ = engine.containerRecipes().stream()
                .filter(recipe -> recipe.id().equals("busybox"))
                .findFirst()
                .orElseThrow()
                .build(Progress.none());
        ContainerWish wish = ContainerWish.of(List.of("sh", "-c", PROGRAM))
                .on(new NetworkWish("", PublishedPort.parse("8080:80"), List.of(), List.of()));
        var _ = engine.containers().create("busybox", "web", wish).await();
        var _ = engine.containers().start("web").await();
    }

    private Machine startMachine(Engine engine) throws Exception {
        Machine machine = home.make(
                engine,
                "first",
                new NewMachine.Source.Image(engine.images().list().getFirst().name()),
                ByteSize.ofMebibytes(256));
        var _ = machine.start(StartOptions.CAREFUL).await();
        WindowHome.await(
                "the guest is not up",
                () -> Files.readString(machine.folder().serialLog(), StandardCharsets.ISO_8859_1)
                        .contains(TinyGuest.READY));
        return machine;
    }

    @Test
    void theWindowsOfTheGuideAreKept() throws Exception {
        try (Engine engine = home.engine()) {
            startContainer(engine);
            var _ = startMachine(engine);
            try (WindowProcess window = home.open()) {
                window.awaitText("machines-list", "first");
                window.awaitText("machines-list", "web");
                window.awaitFocus("machines-list");
                window.press("HOME");
                window.awaitText("machine-name", "first");
                TimeSource.system().sleep(A_WHILE);
                keep(window, "window");

                window.press("CONTROL N");
                window.awaitEnabled("wizard-next");
                keep(window, "new-machine");
                window.press("ESCAPE");
                window.awaitGone("wizard");

                window.press("CONTROL SHIFT N");
                window.awaitFocus("new-container-image");
                window.awaitText("new-container-image", "busybox");
                keep(window, "new-container");
                window.press("ESCAPE");
                window.awaitGone("new-container");

                window.press("CONTROL DIGIT2");
                window.awaitText("images-table", "Tiny guest");
                keep(window, "images");
                window.press("CONTROL DIGIT1");

                window.awaitFocus("machines-list");
                window.press("END");
                window.awaitText("container-name", "web");
                window.click("details-tab-container-logs");
                window.awaitText("container-logs-list", "Serving");
                keep(window, "container-logs");

                window.click("machines-list");
                window.press("HOME");
                window.awaitText("machine-name", "first");
                window.press("CONTROL O");
                window.awaitText("console-size", "×");
                window.awaitFocus("console-screen");
                ConsoleWindowIT.type(window, "uname -a\nfree -m\n");
                window.awaitLight("console-screen", 0.002, 0.5);
                keep(window, "console");
            }
        }
    }
}
