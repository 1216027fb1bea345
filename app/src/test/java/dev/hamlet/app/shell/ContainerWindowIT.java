package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.ConsoleWindowIT.type;
import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a container that a real runtime runs, by mouse and keys in a real window. */
@Tag("real")
@Tag("window")
@Timeout(240)
class ContainerWindowIT {
    /** It ends when it is asked to: the first process of a container does so only where it says it does. */
    private static final String PROGRAM =
            "trap 'exit 0' TERM; echo ready to serve; while :; do sleep 1; echo tick; done";

    @TempDir
    private Path folder = Path.of("");

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    /** A test that fails halfway leaves no container behind either. */
    @AfterEach
    void removeContainers() throws Exception {
        if (home == null) {
            return;
        }
        try (Engine engine = home.engine()) {
            for (ContainerSnapshot one : engine.containers().list()) {
                Object _ = engine.containers().remove(one.id().value(), true).await();
            }
        }
    }

    @Test
    void aPersonStartsReadsLimitsEntersStopsAndRemovesAContainer() throws Exception {
        try (Engine engine = home.engine()) {
            assumeTrue(
                    engine.containers().obstacle().isEmpty(),
                    () -> "no container can run here: " + engine.containers().obstacle());
            buildBusybox(engine);
            ContainerWish wish = ContainerWish.of(List.of("sh", "-c", PROGRAM)).on(NetworkWish.of(NetworkWish.NONE));
            Object _ = engine.containers().create("busybox", "worker", wish).await();
            try (WindowProcess window = home.open()) {
                window.awaitText("machines-list", "worker");
                window.awaitText("container-state", "Never started");
                window.click("machines-start");
                window.awaitText("container-state", "Running");
                window.awaitText("machines-list", "Running");

                window.click("details-tab-container-logs");
                window.awaitText("container-logs-list", "ready to serve");
                window.awaitText("container-logs-list", "tick");
                picture(window, "container-1-logs");

                window.click("details-tab-container-terminal");
                window.click("container-terminal-shell");
                window.awaitText("terminal", "/ #");
                window.awaitFocus("terminal");
                type(window, "echo typed-here\n");
                window.awaitText("terminal", "| typed-here |");
                picture(window, "container-2-shell");

                window.click("details-tab-container-resources");
                window.awaitText("container-resources-memory", "iB");
                window.awaitText("container-resources-cpu", "%");
                limit(engine, window);
                picture(window, "container-3-resources");

                // The shell went on meanwhile.
                window.click("details-tab-container-terminal");
                window.awaitText("terminal", "| typed-here |");
                window.click("machines-stop");
                window.awaitText("container-state", "Finished");
                assertEquals(
                        ContainerState.EXITED,
                        engine.containers().find("worker").state());
                window.awaitFocus("machines-list");
                window.press("DELETE");
                window.awaitText("question", "Remove worker?");
                window.click("question-deed");
                WindowHome.await(
                        "it is there still", () -> engine.containers().list().isEmpty());
                window.awaitGone("container-name");
            }
        }
    }

    /** As far as this computer has control groups. */
    private static void limit(Engine engine, WindowProcess window) throws Exception {
        ContainerSnapshot before = engine.containers().find("worker");
        try {
            Object _ = engine.containers()
                    .update("worker", before.spec().orElseThrow().wish().limits())
                    .await();
        } catch (ProblemException e) {
            // What the window says then is tried over containers in memory.
            assertInstanceOf(ContainerProblem.ContainerLimitUnavailable.class, e.problem());
            return;
        }
        window.write("container-limits-memory-field", "64 MiB");
        window.press("ENTER");
        WindowHome.await(
                "the limit is not set",
                () -> engine.containers()
                        .find("worker")
                        .spec()
                        .orElseThrow()
                        .wish()
                        .memory()
                        .equals(Optional.of(ByteSize.ofMebibytes(64))));
        WindowHome.await(
                "the kernel has another limit",
                () -> engine.containers()
                                .usage(engine.containers().find("worker"))
                                .orElseThrow()
                                .memoryLimit()
                        == 64 << 20);
    }

    private static void buildBusybox(Engine engine) throws Exception {
        try {
            Object _ = engine.containerRecipes().stream()
                    .filter(recipe -> recipe.id().equals("busybox"))
                    .findFirst()
                    .orElseThrow()
                    .build(Progress.none());
        } catch (ProblemException e) {
            assumeTrue(false, () -> "no BusyBox can be had here: " + e.problem());
        }
    }
}
