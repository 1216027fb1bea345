package dev.hamlet.engine.container.volume;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;

/** Tells which containers there are, for what is mounted in them. */
@FunctionalInterface
public interface VolumeUsers {
    /** All containers as they stand, broken ones too; cheap, and without any lock. */
    List<ContainerSnapshot> all() throws ProblemException;
}
