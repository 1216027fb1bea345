package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Ends the pause in which an image was made of a container, also where whoever made it was killed. For whoever holds its lock. */
final class ImagePause {
    /** As long may a runtime be at pausing it after whoever started that was killed. */
    private static final Duration PAUSING = Duration.ofSeconds(10);

    private final ContainerFiles files;
    private final TimeSource time;

    ImagePause(ContainerFiles files, TimeSource time) {
        this.files = files;
        this.time = time;
    }

    /** Lets it go on. Where it is noted since a moment and not paused, it may be soon: whoever looks later sees to that. */
    void end(ContainerFolder folder, RunRecord record, OciRuntime runtime)
            throws ProblemException, InterruptedException {
        if (files.isFrozen(record)) {
            ProcessResult result = runtime.resume(folder.id());
            if (!result.succeeded() && files.isFrozen(record) && files.isLive(folder, record)) {
                throw new ProblemException(new ContainerProblem.ContainerCommandFailed(
                        folder.id().shortened(),
                        "unpause",
                        OciRuntime.message(String.join("\n", result.errorLines()))));
            }
        } else if (isOfThisMoment(folder.pausedForImage())) {
            return;
        }
        ContainerFiles.delete(folder.pausedForImage());
    }

    private boolean isOfThisMoment(Path note) throws ProblemException {
        try {
            Instant written = Files.getLastModifiedTime(note).toInstant();
            return Duration.between(written, time.now()).abs().compareTo(PAUSING) < 0;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(note, WholeFile.reason(e)), e);
        }
    }
}
