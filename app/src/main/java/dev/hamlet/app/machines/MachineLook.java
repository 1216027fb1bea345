package dev.hamlet.app.machines;

import dev.hamlet.app.fx.StateGlyph.Shape;
import dev.hamlet.app.fx.StateGlyph.Tone;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/** How a machine's state is shown: by a word, a form and a colour, each of which tells it alone. */
public enum MachineLook {
    STOPPED("state.stopped", Shape.SQUARE, Tone.MUTED),
    STARTING("state.starting", Shape.RING, Tone.ACCENT),
    RUNNING("state.running", Shape.TRIANGLE, Tone.SUCCESS),
    SILENT("machines.state.silent", Shape.WARNING_HOLLOW, Tone.WARNING),
    PAUSED("state.paused", Shape.BARS, Tone.WARNING),
    PAUSED_DISK_FULL("state.paused-disk-full", Shape.BARS, Tone.DANGER),
    PAUSED_DISK_ERROR("machines.state.paused-disk-error", Shape.BARS, Tone.DANGER),
    STOPPING("state.stopping", Shape.RING, Tone.MUTED),
    DID_NOT_START("machines.state.did-not-start", Shape.WARNING, Tone.DANGER),
    ENDED_UNEXPECTEDLY("machines.state.ended-unexpectedly", Shape.WARNING, Tone.DANGER),
    ENDED_UNSEEN("machines.state.ended-unseen", Shape.WARNING_HOLLOW, Tone.WARNING),
    UNREADABLE("state.unreadable", Shape.WARNING, Tone.DANGER),
    DELETED("state.deleted", Shape.SQUARE, Tone.MUTED);

    private final String key;
    private final Shape shape;
    private final Tone tone;

    MachineLook(String key, Shape shape, Tone tone) {
        this.key = key;
        this.shape = shape;
        this.tone = tone;
    }

    /** How a machine that stands so is shown. */
    static MachineLook of(MachineSnapshot machine, Optional<CommandFailure> failure) {
        return switch (machine.state()) {
            case STOPPED -> failure.isPresent() && failure.get().isStart() ? DID_NOT_START : stopped(machine);
            case STARTING -> STARTING;
            case RUNNING -> has(machine, HypervisorProblem.MonitorSilent.class) ? SILENT : RUNNING;
            case PAUSED -> paused(machine);
            case STOPPING -> STOPPING;
            case UNREADABLE -> UNREADABLE;
            case DELETED -> DELETED;
        };
    }

    private static MachineLook stopped(MachineSnapshot machine) {
        GuestEnd end = machine.lastEnd();
        if (end == null) {
            return STOPPED;
        }
        return switch (end.how()) {
            case GUEST_SHUTDOWN, FORCED -> STOPPED;
            case UNEXPECTED -> ENDED_UNEXPECTEDLY;
            case UNSEEN -> ENDED_UNSEEN;
        };
    }

    private static MachineLook paused(MachineSnapshot machine) {
        if (has(machine, MachineProblem.PausedDiskFull.class)) {
            return PAUSED_DISK_FULL;
        }
        return has(machine, MachineProblem.PausedDiskError.class) ? PAUSED_DISK_ERROR : PAUSED;
    }

    private static boolean has(MachineSnapshot machine, Class<? extends Problem> kind) {
        List<Problem> notices = machine.notices();
        return notices.stream().anyMatch(kind::isInstance);
    }

    /** Its place where machines are ordered by their state: what runs before what does not. */
    int rank() {
        return switch (this) {
            case RUNNING, SILENT -> 0;
            case STARTING, STOPPING -> 1;
            case PAUSED, PAUSED_DISK_FULL, PAUSED_DISK_ERROR -> 2;
            case DID_NOT_START, ENDED_UNEXPECTEDLY, ENDED_UNSEEN, UNREADABLE -> 3;
            case STOPPED, DELETED -> 4;
        };
    }

    /** The key of its word. */
    public String key() {
        return key;
    }

    /** Its form. */
    public Shape shape() {
        return shape;
    }

    /** Its colour. */
    public Tone tone() {
        return tone;
    }
}
