package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Users;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A home with the image {@code busybox} for tests of root's containers under a real runtime; closed, it has none left. */
final class RealHome implements AutoCloseable {
    private final TimeSource time = TimeSource.system();
    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final Path home;
    private final HamletPaths paths;
    private final ImageStore images;

    private RealHome(Path folder) throws ProblemException {
        this.home = folder;
        this.paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        this.images = ImageStore.open(paths, time);
    }

    /** Opens one in this folder; where no container can run the test is skipped, and says why. */
    static RealHome in(Path folder) throws Exception {
        assumeTrue(Users.isRoot(), "only root may look into files of containers yet");
        RealHome home = new RealHome(folder);
        ContainerEngine engine = home.engine();
        assumeTrue(engine.obstacle().isEmpty(), () -> "no container can run here: " + engine.obstacle());
        BusyboxContainer recipe = new BusyboxContainer(home.paths, home.images, home.launcher, home.time);
        assumeTrue(recipe.isReady(), "neither is a static BusyBox installed nor its package to be had");
        var _ = recipe.build(Progress.none());
        return home;
    }

    HamletPaths paths() {
        return paths;
    }

    ImageStore images() {
        return images;
    }

    SystemProcessLauncher launcher() {
        return launcher;
    }

    TimeSource time() {
        return time;
    }

    /** The folder of a container. */
    ContainerFolder folder(ContainerSnapshot container) {
        Path all = paths.data().resolve("containers").resolve("instances");
        return new ContainerFolder(container.id(), all.resolve(container.id().value()));
    }

    /** A new engine, as of another Hamlet. */
    ContainerEngine engine() {
        return new OciContainerEngine(
                paths, images, launcher, new Jobs(time), time, new AgentDoor(paths, Optional.empty(), launcher, time));
    }

    /** The command line of another Java with a test's class, which is given this home first. */
    List<String> java(Class<?> main, String... arguments) {
        String classes = Stream.of(
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        Path.of("target/classes").toAbsolutePath().toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes,
                main.getName(),
                home.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public void close() throws ProblemException {
        ContainerEngine engine = engine();
        try {
            for (ContainerSnapshot one : engine.list()) {
                var _ = engine.remove(one.id().value(), true, true).await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("containers of the test are left", e);
        }
    }
}
