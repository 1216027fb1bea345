package dev.hamlet.engine.container.volume;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import java.nio.file.Files;

/** Looks whether what is to be mounted is there. */
public final class MountSources {
    private MountSources() {}

    /**
     * Refuses a container of which something is not: a runtime would make folders of root's in its place.
     *
     * @throws ProblemException {@code MountSourceMissing}
     */
    public static void check(ContainerSpec spec) throws ProblemException {
        for (MountWish mount : spec.mounts()) {
            if (mount instanceof MountWish.Bind bind && !Files.exists(bind.source())) {
                throw new ProblemException(
                        new VolumeProblem.MountSourceMissing(spec.name(), bind.source(), bind.target()));
            }
        }
    }
}
