package dev.hamlet.engine.container.volume;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells which containers there are, for what is mounted in them. */
public interface VolumeUsers {
    /** All containers as they stand, broken ones too; cheap, and without any lock. */
    List<ContainerSnapshot> all() throws ProblemException;

    /**
     * Whether a broken container may use a volume: its file names it, or cannot be read at all.
     *
     * @param broken one of those without a spec
     * @param since of a volume whose name was made by chance, when that was: what was written before cannot mean it
     */
    boolean mayUse(ContainerSnapshot broken, String volume, Optional<Instant> since);

    /** The file of a container that says what is mounted in it. */
    Path file(ContainerSnapshot container);
}
