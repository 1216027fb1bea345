package dev.hamlet.engine.job;

import dev.hamlet.engine.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands at one moment.
 *
 * @param id counts up from 1 in one run of Hamlet
 * @param title what the job is
 * @param state where it stands
 * @param step what it does now, or its title
 * @param fraction how much is done, 0 to 1; negative where nobody knows yet
 * @param bytesDone bytes done in the step that counts bytes, or 0
 * @param bytesTotal all bytes of that step, or -1 where nobody knows
 * @param bytesPerSecond how fast that step goes, averaged over its last seconds; 0 where nobody knows yet
 * @param started when it began
 * @param problem why it failed, or null
 * @param parts what the step works at side by side, where it tells that; none once the job is over
 */
public record JobSnapshot(
        long id,
        Phrase title,
        State state,
        Phrase step,
        double fraction,
        long bytesDone,
        long bytesTotal,
        long bytesPerSecond,
        Instant started,
        @Nullable Problem problem,
        List<JobPart> parts) {
    /** Copies the list. */
    public JobSnapshot {
        parts = List.copyOf(parts);
    }

    /** One that tells of no parts. */
    public JobSnapshot(
            long id,
            Phrase title,
            State state,
            Phrase step,
            double fraction,
            long bytesDone,
            long bytesTotal,
            long bytesPerSecond,
            Instant started,
            @Nullable Problem problem) {
        this(id, title, state, step, fraction, bytesDone, bytesTotal, bytesPerSecond, started, problem, List.of());
    }

    /** Where a job stands; all but RUNNING are final. */
    public enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        /** Whether the job is over. */
        public boolean isOver() {
            return this != RUNNING;
        }
    }
}
