package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.util.Map;
import java.util.Optional;

/** Another Hamlet that lists containers, and clears away what has ended, as far as it may open files. */
public final class ListScenario {
    private ListScenario() {}

    /** The home. */
    public static void main(String... arguments) throws Exception {
        TimeSource time = TimeSource.system();
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", arguments[0]));
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        OciContainerEngine engine = new OciContainerEngine(
                paths,
                ImageStore.open(paths, time),
                launcher,
                new Jobs(time),
                time,
                new AgentDoor(paths, Optional.empty(), launcher, time));
        for (ContainerSnapshot one : engine.list()) {
            System.out.println(one.name() + " " + one.state());
        }
    }
}
