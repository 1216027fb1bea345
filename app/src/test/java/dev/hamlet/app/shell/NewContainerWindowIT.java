package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.image.ExportForm;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an archive of an image to a container that runs, in a real window with a real runtime. */
@Tag("real")
@Timeout(120)
class NewContainerWindowIT {
    @TempDir
    private Path folder = Path.of("");

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    @Test
    void anArchiveBecomesAnImageAndTheImageAContainerThatRuns() throws Exception {
        Path archive = folder.resolve("app.tar");
        try (Engine engine = home.engine()) {
            assumeTrue(
                    engine.containers().obstacle().isEmpty(),
                    () -> "no container can run here: " + engine.containers().obstacle());
            Image made = busybox(engine);
            engine.containerImages().export(made, ExportForm.DOCKER_ARCHIVE, archive, Progress.none());
            Object _ = engine.containerImages().remove(made.digest().toString(), false);
            try (WindowProcess window = home.open()) {
                window.awaitText("welcome", "empty");
                window.press("CONTROL DIGIT2");
                window.click("images-tab-stored");
                window.awaitText("stored-none", "No container images yet");
                window.click("stored-import");
                window.write("import-archive-file", archive.toString());
                window.awaitEnabled("import-archive-deed");
                window.click("import-archive-deed");
                window.awaitText("stored-details-name", "busybox");
                window.click("stored-run");
                window.awaitEnabled("new-container-create");
                window.write("new-container-name", "first");
                window.write("new-container-command", "sleep 1000");
                window.picture(Path.of("target", "windows", "new-container.png"));
                window.press("ENTER");
                WindowHome.await("it does not run", () -> runs(engine));
                ContainerSnapshot container = engine.containers().find("first");
                assertEquals(1, container.spec().orElseThrow().arguments().indexOf("1000"));
                assertTrue(container.pid().isPresent());
                window.picture(Path.of("target", "windows", "new-container-runs.png"));
            } finally {
                for (ContainerSnapshot one : engine.containers().list()) {
                    Object _ =
                            engine.containers().remove(one.id().value(), true).await();
                }
            }
        }
    }

    private static boolean runs(Engine engine) throws Exception {
        return engine.containers().list().stream()
                .anyMatch(one -> one.name().equals("first") && one.state() == ContainerState.RUNNING);
    }

    private static Image busybox(Engine engine) throws Exception {
        try {
            return engine.containerRecipes().stream()
                    .filter(recipe -> recipe.id().equals("busybox"))
                    .findFirst()
                    .orElseThrow()
                    .build(Progress.none());
        } catch (ProblemException e) {
            assumeTrue(false, () -> "no BusyBox can be had here: " + e.problem());
            throw e;
        }
    }
}
