package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.NewContainerWindowIT.type;
import static dev.hamlet.app.shell.WindowHome.await;
import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.FilesWish;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A container that runs under a real runtime gets other settings in a window on an X display: it is made anew with its
 * volume, and with settings that it cannot start with the old one is there again.
 */
@Tag("real")
@Timeout(300)
class EditContainerWindowIT {
    private static final String PROGRAM = "echo \"$GREETING\" >> /data/log; while :; do sleep 1; done";

    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    @AfterEach
    void removeContainers() throws Exception {
        if (home != null) {
            try (Engine engine = home.engine()) {
                for (ContainerSnapshot one : engine.containers().list()) {
                    Object _ = engine.containers()
                            .remove(one.id().value(), true, true)
                            .await();
                }
            }
        }
    }

    private static void makeContainer(Engine engine) throws Exception {
        assumeTrue(
                engine.containers().obstacle().isEmpty(),
                () -> "no container can run here: " + engine.containers().obstacle());
        try {
            Object _ = engine.containerRecipes().stream()
                    .filter(recipe -> recipe.id().equals("busybox"))
                    .findFirst()
                    .orElseThrow()
                    .build(Progress.none());
        } catch (ProblemException e) {
            assumeTrue(false, () -> "no BusyBox can be had here: " + e.problem());
        }
        ContainerWish wish = ContainerWish.of(List.of("sh", "-c", PROGRAM))
                .with(draft -> draft.environment(List.of("GREETING=first"))
                        .network(NetworkWish.of(NetworkWish.NONE))
                        .files(new FilesWish(
                                List.of(new MountWish.Volume("data", "/data", false, false)), false, List.of())));
        Object _ = engine.containers().create("busybox", "webby", wish).await();
        Object _ = engine.containers().start("webby").await();
    }

    private String written(Engine engine) throws Exception {
        Path copy = folder.resolve("log-" + System.nanoTime());
        Object _ =
                engine.containers().files().saveOut("webby", "/data/log", copy).await();
        return Files.readString(copy);
    }

    @Test
    void otherSettingsMakeItAnewWithItsVolumeAndWhereItCannotStartSoTheOldOneIsBack() throws Exception {
        try (Engine engine = home.engine()) {
            makeContainer(engine);
            ContainerSnapshot before = engine.containers().find("webby");
            try (WindowProcess window = home.open()) {
                window.awaitText("container-state", "Running");
                window.click("container-edit");
                window.awaitText("new-container-title", "Edit webby");
                type(window, "new-container-variables", "GREETING=second");
                window.awaitText("new-container-changes", "Variables: GREETING");
                picture(window, "edit-1-preview");
                window.click("new-container-create");
                window.awaitGone("new-container-title");
                await(
                        "it was not made anew",
                        () -> engine.containers().list().stream()
                                .filter(one -> one.state() == ContainerState.RUNNING)
                                .anyMatch(one -> !one.id().equals(before.id())));
                ContainerSnapshot second = engine.containers().find("webby");
                assertNotEquals(before.id(), second.id());
                assertEquals(
                        List.of("GREETING=second"),
                        second.spec().orElseThrow().wish().environment());
                await("its program was not heard", () -> written(engine).endsWith("second\n"));
                assertEquals("first\nsecond\n", written(engine), "the volume is the same");
                await(
                        "the old one is there still",
                        () -> engine.containers().list().size() == 1);
                window.awaitText("container-state", "Running");

                window.click("container-edit");
                window.awaitText("new-container-title", "Edit webby");
                type(window, "new-container-command", "no-such-program");
                window.awaitText("new-container-changes", "ommand");
                window.click("new-container-create");
                window.awaitText("notices", "no-such-program");
                window.awaitText("notices", "webby runs, with its settings as they were.");
                picture(window, "edit-2-refused");
                ContainerSnapshot third = engine.containers().find("webby");
                assertEquals(second.id(), third.id());
                assertEquals(ContainerState.RUNNING, third.state());
                assertEquals(1, engine.containers().list().size());
                window.awaitText("container-state", "Running");
            }
        }
    }
}
