package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerFilesContract;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Files of containers, kept by a real runtime and conmon. */
@Tag("real")
class OciContainerFilesIT extends ContainerFilesContract {
    private final TimeSource time = TimeSource.system();
    private @Nullable ContainerEngine engine;

    @TempDir
    private Path folder = Path.of("");

    @Override
    protected ContainerEngine engine() throws Exception {
        assumeTrue(Users.isRoot(), "only root may look into files of containers yet");
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        ImageStore images = ImageStore.open(paths, time);
        ContainerEngine made = new OciContainerEngine(
                paths, images, launcher, new Jobs(time), time, new AgentDoor(paths, Optional.empty(), launcher, time));
        assumeTrue(made.obstacle().isEmpty(), () -> "no container can run here: " + made.obstacle());
        BusyboxContainer recipe = new BusyboxContainer(paths, images, launcher, time);
        assumeTrue(recipe.isReady(), "neither is a static BusyBox installed nor its package to be had");
        var _ = recipe.build(Progress.none());
        engine = made;
        return made;
    }

    @Override
    protected List<String> mounts() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }

    @AfterEach
    void removeThem() throws Exception {
        ContainerEngine used = engine;
        if (used != null) {
            for (ContainerSnapshot one : used.list()) {
                var _ = used.remove(one.id().value(), true).await();
            }
        }
    }
}
