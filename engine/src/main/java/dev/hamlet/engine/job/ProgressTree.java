package dev.hamlet.engine.job;

import dev.hamlet.engine.problem.Problem;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one job: parts within parts, told to the listener at most ten times a second, and at every change of
 * step and at the end.
 */
final class ProgressTree {
    private static final long TELL_EVERY_NANOS = Duration.ofMillis(100).toNanos();

    private final TimeSource time;
    private final Consumer<JobSnapshot> listener;
    private JobSnapshot now;
    private final ByteRate rate = new ByteRate();
    private long told;

    ProgressTree(long id, Phrase title, TimeSource time, Consumer<JobSnapshot> listener) {
        this.time = time;
        this.listener = listener;
        this.now = new JobSnapshot(id, title, JobSnapshot.State.RUNNING, title, -1, 0, -1, 0, time.now(), null);
        this.told = time.nanos();
    }

    Progress root() {
        return new Part(0, 1);
    }

    synchronized JobSnapshot snapshot() {
        return now;
    }

    void end(JobSnapshot.State state, @Nullable Problem problem) {
        JobSnapshot last;
        synchronized (this) {
            double fraction = state == JobSnapshot.State.DONE ? 1 : now.fraction();
            last = now = new JobSnapshot(
                    now.id(),
                    now.title(),
                    state,
                    now.step(),
                    fraction,
                    now.bytesDone(),
                    now.bytesTotal(),
                    now.bytesPerSecond(),
                    now.started(),
                    problem);
        }
        listener.accept(last);
    }

    private void report(@Nullable Phrase step, double fraction, long bytesDone, long bytesTotal) {
        JobSnapshot snapshot;
        synchronized (this) {
            long nanos = time.nanos();
            rate.see(bytesDone, nanos);
            now = new JobSnapshot(
                    now.id(),
                    now.title(),
                    now.state(),
                    step == null ? now.step() : step,
                    Math.max(now.fraction(), Math.min(fraction, 1)),
                    bytesDone,
                    bytesTotal,
                    rate.bytesPerSecond(),
                    now.started(),
                    null);
            if (step == null && nanos - told < TELL_EVERY_NANOS) {
                return;
            }
            told = nanos;
            snapshot = now;
        }
        listener.accept(snapshot);
    }

    /** A share of the whole, from {@code begin} (0 to 1), {@code length} wide; its own parts fill it from the left. */
    private final class Part implements Progress {
        private final double begin;
        private final double length;
        private double given;

        Part(double begin, double length) {
            this.begin = begin;
            this.length = length;
        }

        @Override
        public Progress part(Phrase what, double share) {
            Part part = new Part(begin + given * length, share * length);
            given = Math.min(1, given + share);
            report(what, part.begin, 0, -1);
            return part;
        }

        @Override
        public void fraction(double fraction) {
            report(null, begin + fraction * length, 0, -1);
        }

        @Override
        public void bytes(long done, long total) {
            double fraction = total > 0 ? Math.min(1, (double) done / total) : 0;
            report(null, begin + fraction * length, done, total);
        }
    }
}
