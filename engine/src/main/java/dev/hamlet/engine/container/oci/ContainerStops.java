package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** Ends containers as a person asks. Takes their locks itself. */
final class ContainerStops {
    private final ContainerFiles files;
    private final ContainerRuns runs;
    private final ContainerTurns turns;

    ContainerStops(ContainerFiles files, ContainerRuns runs, ContainerTurns turns) {
        this.files = files;
        this.runs = runs;
        this.turns = turns;
    }

    /** Asks it to end, and kills it where it does not. */
    ContainerSnapshot stop(ContainerFolder folder, Duration patience) throws ProblemException, InterruptedException {
        ContainerSpec spec = files.spec(folder);
        ContainerSnapshot seen = files.look(folder);
        Optional<RunRecord> asked = Optional.empty();
        if (!patience.isZero()) {
            try (FileLock _ = turns.take(folder, spec.name())) {
                asked = runs.ask(folder, spec);
            }
        }
        // Meanwhile it may be killed, or removed, by others.
        boolean _ = asked.isPresent() && runs.ends(folder, asked.get(), patience);
        if (!Files.exists(folder.path())) {
            return seen;
        }
        try (FileLock _ = turns.take(folder, spec.name())) {
            if (patience.isZero() || files.record(folder).equals(asked)) {
                runs.end(folder, spec);
            }
            return files.look(folder);
        }
    }
}
