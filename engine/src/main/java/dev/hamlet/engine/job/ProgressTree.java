package dev.hamlet.engine.job;

import dev.hamlet.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one job: parts within parts, told to the listener at most ten times a second, and at every change of
 * step and at the end. What was left untold is told when its time has come, and a speed falls when no more bytes come,
 * so that the last word is always true.
 */
final class ProgressTree {
    private static final Duration TELL_EVERY = Duration.ofMillis(100);

    private final TimeSource time;
    private final Consumer<JobSnapshot> listener;
    private final Later later;
    private final ByteRate rate = new ByteRate();
    private JobSnapshot now;
    private long changes;
    private long told;
    private boolean reminded;

    /** Held while the listener is called, so that no older snapshot follows a newer one. */
    private final Object telling = new Object();

    private long toldChange;

    /** Does something after a while. */
    @FunctionalInterface
    interface Later {
        /** Nobody does: the end, which follows at once, is told all the same. */
        Later NEVER = (pause, work) -> {};

        /** Does this once so much time has passed, on another thread. */
        void after(Duration pause, Runnable work);
    }

    ProgressTree(long id, Phrase title, TimeSource time, Consumer<JobSnapshot> listener, Later later) {
        this.time = time;
        this.listener = listener;
        this.later = later;
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
        long change;
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
            change = ++changes;
        }
        tell(last, change);
    }

    private void report(@Nullable Phrase step, double fraction, long bytesDone, long bytesTotal) {
        long change;
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
                    null,
                    step == null ? now.parts() : List.of());
            change = ++changes;
            boolean early = step == null && nanos - told < TELL_EVERY.toNanos();
            if (!reminded && (early || now.bytesPerSecond() > 0)) {
                reminded = true;
                later.after(TELL_EVERY, this::remind);
            }
            if (early) {
                return;
            }
            told = nanos;
            snapshot = now;
        }
        tell(snapshot, change);
    }

    private synchronized void keep(List<JobPart> parts) {
        now = new JobSnapshot(
                now.id(),
                now.title(),
                now.state(),
                now.step(),
                now.fraction(),
                now.bytesDone(),
                now.bytesTotal(),
                now.bytesPerSecond(),
                now.started(),
                null,
                parts);
    }

    /** Nothing may have been reported for a while: tells what is true by now. */
    private void remind() {
        long change;
        JobSnapshot snapshot;
        synchronized (this) {
            reminded = false;
            if (now.state().isOver()) {
                return;
            }
            long nanos = time.nanos();
            rate.pass(nanos);
            if (rate.bytesPerSecond() != now.bytesPerSecond()) {
                now = new JobSnapshot(
                        now.id(),
                        now.title(),
                        now.state(),
                        now.step(),
                        now.fraction(),
                        now.bytesDone(),
                        now.bytesTotal(),
                        rate.bytesPerSecond(),
                        now.started(),
                        null,
                        now.parts());
                changes++;
            }
            if (now.bytesPerSecond() > 0) {
                reminded = true;
                later.after(TELL_EVERY, this::remind);
            }
            told = nanos;
            change = changes;
            snapshot = now;
        }
        tell(snapshot, change);
    }

    private void tell(JobSnapshot snapshot, long change) {
        synchronized (telling) {
            if (change > toldChange) {
                toldChange = change;
                listener.accept(snapshot);
            }
        }
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

        @Override
        public void parts(List<JobPart> parts) {
            keep(parts);
        }
    }
}
