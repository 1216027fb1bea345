package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.util.Map;
import java.util.Optional;

/** Another Hamlet that makes an image of a container, and may be killed meanwhile. */
public final class CommitScenario {
    private CommitScenario() {}

    /** The home, a container, and the name of the image. */
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
        var _ = engine.commit(arguments[1], CommitWish.of(ImageReference.parse(arguments[2])))
                .await();
    }
}
