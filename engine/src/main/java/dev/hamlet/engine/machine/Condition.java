package dev.hamlet.engine.machine;

import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of one machine, and the only writer of its state. Every change is published as a snapshot, in
 * the order of the changes.
 */
final class Condition {
    private static final Duration NOTICES_HOLD = Duration.ofSeconds(10);

    private final MachineFolder folder;
    private final MachineId id;
    private final MachineContext context;
    private final Consumer<MachineEvent> publish;

    private MachineState state = MachineState.STOPPED;
    private Instant since;
    private @Nullable MachineSpec spec;
    private @Nullable Problem unreadable;
    private @Nullable Problem pauseReason;
    private @Nullable GuestEnd lastEnd;
    private @Nullable RunningGuest guest;
    private boolean silent;
    private boolean beingStarted;
    private @Nullable MachineSnapshot published;
    private @Nullable Noticed noticed;

    /** What was told of a launch, and when. */
    private record Noticed(MachineSpec spec, LaunchRecord launch, List<Problem> notices, long nanos) {}

    Condition(MachineFolder folder, MachineContext context, Consumer<MachineEvent> publish) {
        this.folder = folder;
        this.id = folder.id();
        this.context = context;
        this.publish = publish;
        this.since = context.time().now();
    }

    synchronized MachineState state() {
        return state;
    }

    synchronized @Nullable RunningGuest guest() {
        return guest;
    }

    synchronized @Nullable MachineSpec spec() {
        return spec;
    }

    synchronized String name() {
        return spec == null ? id.value() : spec.name();
    }

    synchronized MachineSnapshot snapshot() {
        LaunchRecord launch = guest == null ? null : guest.record();
        return new MachineSnapshot(id, name(), shownState(), since, spec, launch, lastEnd, notices(launch));
    }

    /** A machine that cannot be read and does not run is shown as such; one that runs is shown as running. */
    private MachineState shownState() {
        return state == MachineState.STOPPED && unreadable != null ? MachineState.UNREADABLE : state;
    }

    private List<Problem> notices(@Nullable LaunchRecord launch) {
        List<Problem> all = new ArrayList<>();
        if (unreadable != null) {
            all.add(unreadable);
        }
        if (pauseReason != null && state == MachineState.PAUSED) {
            all.add(pauseReason);
        }
        if (silent && launch != null) {
            all.add(new HypervisorProblem.MonitorSilent(name(), 5));
        }
        MachineSpec wanted = spec;
        if (launch != null && wanted != null) {
            all.addAll(noticesOf(wanted, launch));
        }
        GuestEnd end = lastEnd;
        if (state == MachineState.STOPPED && end != null) {
            switch (end.how()) {
                case UNEXPECTED ->
                    all.add(new MachineProblem.EndedUnexpectedly(
                            name(), end.detail(), end.lastLines(), folder.hypervisorLog()));
                case UNSEEN -> all.add(new MachineProblem.EndedUnseen(name(), end.lastLines(), folder.hypervisorLog()));
                case GUEST_SHUTDOWN, FORCED -> {
                    // As it should be.
                }
            }
        }
        return all;
    }

    /** They come from the same files for as long as the guest runs, and snapshots are made every second. */
    private List<Problem> noticesOf(MachineSpec wanted, LaunchRecord launch) {
        long nanos = context.time().nanos();
        Noticed last = noticed;
        if (last == null
                || nanos - last.nanos() > NOTICES_HOLD.toNanos()
                || !last.launch().equals(launch)
                || !last.spec().equals(wanted)) {
            last = new Noticed(wanted, launch, context.notices().of(folder, wanted, launch), nanos);
            noticed = last;
        }
        return last.notices();
    }

    /** Why a command cannot be done in this state. */
    ProblemException wrongState(String command, MachineState now) {
        return new ProblemException(
                new MachineProblem.WrongState(name(), command, now.name().toLowerCase(Locale.ROOT)));
    }

    void spec(MachineSpec now) {
        synchronized (this) {
            spec = now;
            unreadable = null;
        }
        tell();
    }

    void unreadable(ProblemException why) {
        synchronized (this) {
            unreadable = why.problem();
        }
        tell();
    }

    /**
     * Moves from STOPPED to STARTING, if it is STOPPED.
     *
     * @return the state before
     */
    MachineState beginStart() {
        MachineState before;
        synchronized (this) {
            before = shownState();
            if (before == MachineState.STOPPED) {
                beingStarted = true;
                enter(MachineState.STARTING, context.time().now());
            }
        }
        tell();
        return before;
    }

    /**
     * Whether this process is about to start the machine: between {@link #beginStart} and the first trace in the folder
     * there is no evidence of it, and none is needed. The answer may be old by the time it is used.
     */
    synchronized boolean isBeingStarted() {
        return beingStarted;
    }

    /** The start has come to its end, whichever. */
    synchronized void startIsOver() {
        beingStarted = false;
    }

    /** The guest runs, and this handle reaches it. */
    void attached(RunningGuest handle, MachineState now) {
        synchronized (this) {
            guest = handle;
            lastEnd = null;
            enter(now, handle.record().started());
        }
        tell();
    }

    /**
     * That guest has ended.
     *
     * @return false if another guest has taken its place, or nobody knew of it; nothing changes then
     */
    @SuppressWarnings("ReferenceEquality") // The very handle is meant: an equal record may be another guest's.
    boolean detached(RunningGuest handle, @Nullable GuestEnd end) {
        synchronized (this) {
            if (guest != handle) {
                return false;
            }
            guest = null;
            silent = false;
            lastEnd = end;
            enter(MachineState.STOPPED, context.time().now());
        }
        handle.close();
        tell();
        return true;
    }

    /** No guest was found, and this is how the last one ended. A start that has begun meanwhile goes on. */
    void withoutGuest(@Nullable GuestEnd end) {
        boolean news;
        synchronized (this) {
            if (beingStarted) {
                return;
            }
            news = state != MachineState.STOPPED || !Objects.equals(lastEnd, end);
            lastEnd = end;
            enter(MachineState.STOPPED, context.time().now());
        }
        if (news) {
            tell();
        }
    }

    void settle(MachineState now) {
        synchronized (this) {
            enter(now, context.time().now());
        }
        tell();
    }

    /** As {@link #settle(MachineState)}, if that guest has not ended meanwhile. */
    void settleWhile(RunningGuest handle, MachineState now) {
        ifStill(handle, () -> enter(now, context.time().now()));
    }

    /** That guest runs; one that was asked to shut down does so until it obeys. */
    void runs(RunningGuest handle) {
        ifStill(handle, () -> {
            if (state != MachineState.STOPPING) {
                enter(MachineState.RUNNING, context.time().now());
            }
        });
    }

    /** That guest stands still, for this reason if it was not asked to. */
    void paused(RunningGuest handle, @Nullable Problem reason) {
        ifStill(handle, () -> {
            pauseReason = reason;
            enter(MachineState.PAUSED, context.time().now());
        });
    }

    /** Whether that guest's monitor answers. */
    void silent(RunningGuest handle, boolean now) {
        ifStill(handle, () -> silent = now);
    }

    /** What was seen of a guest is no news once that guest has ended. */
    @SuppressWarnings("ReferenceEquality") // The very handle is meant: an equal record may be another guest's.
    private void ifStill(RunningGuest handle, Runnable change) {
        synchronized (this) {
            if (guest != handle) {
                return;
            }
            change.run();
        }
        tell();
    }

    /** What has been seen is true even if it skips a step that happened while nobody looked; the step is taken too. */
    private void enter(MachineState next, Instant when) {
        if (state == next) {
            return;
        }
        if (!state.canBecome(next) && state.canBecome(MachineState.STOPPED)) {
            state = MachineState.STOPPED;
        }
        if (!state.canBecome(next)) {
            throw new IllegalStateException(id + " cannot go from " + state + " to " + next);
        }
        state = next;
        since = when;
        if (next != MachineState.PAUSED) {
            pauseReason = null;
        }
    }

    /** Tells what another process may have changed of the guest. */
    void again() {
        tell();
    }

    private synchronized void tell() {
        MachineSnapshot now = snapshot();
        if (!now.equals(published)) {
            published = now;
            publish.accept(new MachineEvent.Changed(now));
        }
    }
}
