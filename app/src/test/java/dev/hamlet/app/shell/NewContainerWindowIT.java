package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.await;
import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.job.Progress;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a person who makes a container: a window on an X display, the keyboard, a container under a real runtime
 * that writes where it is told, its files in the window and on the disk, other settings, and nothing left of it in the end.
 */
@Tag("real")
@Timeout(300)
class NewContainerWindowIT {
    private static final int MOST_FIELDS = 60;
    private static final int MOST_NETWORKS = 10;

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
                    var _ = engine.containers()
                            .remove(one.id().value(), true, true)
                            .await();
                }
            }
        }
    }

    private static void buildImage(Engine engine) throws Exception {
        assumeTrue(
                engine.containers().obstacle().isEmpty(),
                () -> "no container can run here: " + engine.containers().obstacle());
        for (ContainerRecipe recipe : engine.containerRecipes()) {
            if (recipe.name().familiar().contains("busybox") && recipe.isReady()) {
                var _ = recipe.build(Progress.none());
                return;
            }
        }
        assumeTrue(false, "neither is a static BusyBox installed nor its package to be had");
    }

    /** Goes on by the keyboard alone until this has its focus. */
    private static void tabTo(WindowProcess window, String id) {
        for (int i = 0; i < MOST_FIELDS && !window.focused().equals(id); i++) {
            window.press("TAB");
        }
        assertEquals(id, window.focused());
    }

    static void type(WindowProcess window, String id, String text) throws Exception {
        tabTo(window, id);
        window.paste(text);
        window.awaitText(id, text);
    }

    /** Another program lets go of a file over the list of files. */
    private void drop(WindowProcess window, Path file) throws Exception {
        Process source = home.dragSource(file);
        try (BufferedReader said = source.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("shown", said.readLine());
            window.dropFromCorner("container-files-table");
            assertEquals("done COPY", said.readLine());
        } finally {
            source.destroyForcibly().onExit().join();
        }
    }

    @Test
    void theKeyboardAloneMakesAContainerWhoseFilesAreSeenSavedAndDroppedIn() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path saved = folder.resolve("saved");
        try (Engine engine = home.engine()) {
            buildImage(engine);
            try (WindowProcess window = home.open()) {
                window.awaitFocus("machines-welcome-make");
                tabTo(window, "machines-welcome-container");
                picture(window, "container-1-welcome");
                window.press("SPACE");
                window.awaitFocus("new-container-image");
                window.awaitText("new-container-image", "busybox");
                type(window, "new-container-name", "webby");
                type(
                        window,
                        "new-container-command",
                        "sh -c 'echo hello from inside > /data/made; while :; do sleep 1; done'");
                tabTo(window, "new-container-network");
                for (int i = 0;
                        i < MOST_NETWORKS
                                && !window.textOf("new-container-network").contains("None");
                        i++) {
                    window.press("DOWN");
                }
                window.awaitText("new-container-network", "None");
                tabTo(window, "new-container-mount-add");
                window.press("SPACE");
                type(window, "new-container-mount-source-0", data.toString());
                type(window, "new-container-mount-inside-0", "/data");
                window.awaitEnabled("new-container-create");
                picture(window, "container-2-dialog");
                window.press("ENTER");
                window.awaitText("container-name", "webby");
                window.awaitText("container-state", "Running");
                ContainerSnapshot made = engine.containers().find("webby");
                assertEquals(ContainerState.RUNNING, made.state());
                Path file = data.resolve("made");
                await("the container has written nothing", () -> Files.exists(file) && Files.size(file) > 0);
                assertEquals("hello from inside\n", Files.readString(file));
                picture(window, "container-3-running");

                window.click("details-tab-container-files");
                window.awaitText("container-files-table", "data");
                picture(window, "container-4-files");
                window.write("container-files-place", "/data");
                window.press("ENTER");
                window.awaitText("container-files-table", "made");
                window.awaitFocus("container-files-table");
                window.awaitEnabled("container-files-save");
                window.openDialogBy("container-files-save");
                // The name that is offered is chosen: a path takes its place.
                window.untilSeen(() -> window.paste(saved.toString()));
                picture(window, "container-5-save");
                window.press("ENTER");
                await("nothing was saved", () -> Files.exists(saved));
                assertEquals(-1, Files.mismatch(file, saved));

                Path dropped = Files.writeString(folder.resolve("dropped"), "from the desktop");
                drop(window, dropped);
                window.awaitText("container-files-table", "dropped");
                assertEquals("from the desktop", Files.readString(data.resolve("dropped")));
                picture(window, "container-5-dropped");
            }
        }
    }
}
