package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.util.Map;
import java.util.Optional;

/** The engine of whoever runs this, in programs that tests run as another user. */
final class RootlessEngine {
    private RootlessEngine() {}

    /** One with the image {@code busybox}. */
    static ContainerEngine open(String home) throws Exception {
        return open(paths(home));
    }

    static HamletPaths paths(String home) throws ProblemException {
        return HamletPaths.of(Map.of("HAMLET_HOME", home));
    }

    /** The same. */
    static OciContainerEngine open(HamletPaths paths) throws Exception {
        TimeSource time = TimeSource.system();
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        ImageStore images = ImageStore.open(paths, time, Namespaces.of(paths, launcher, time));
        var _ = new BusyboxContainer(paths, images, launcher, time).build(Progress.none());
        return new OciContainerEngine(paths, images, launcher, new Jobs(time), time, door(paths));
    }

    /** To an agent that is not started by itself. */
    static AgentDoor door(HamletPaths paths) {
        return new AgentDoor(paths, Optional.empty(), new SystemProcessLauncher(System.getenv()), TimeSource.system());
    }
}
