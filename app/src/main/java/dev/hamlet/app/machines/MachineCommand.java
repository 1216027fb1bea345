package dev.hamlet.app.machines;

import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineState;
import java.util.Locale;
import java.util.Optional;

/** What a person can tell a machine to do, and in which states it can be done. */
public enum MachineCommand {
    START,
    /** Start whatever memory and processors the host has left. */
    START_ANYWAY,
    RESUME,
    PAUSE,
    STOP,
    RESET,
    FORCE_OFF,
    KILL,
    DELETE;

    private boolean isPossible(MachineState state) {
        return switch (this) {
            case START, START_ANYWAY -> state == MachineState.STOPPED;
            case RESUME -> state == MachineState.PAUSED;
            case PAUSE -> state == MachineState.RUNNING;
            case STOP, RESET -> state == MachineState.RUNNING || state == MachineState.PAUSED;
            case FORCE_OFF, KILL ->
                state == MachineState.RUNNING || state == MachineState.PAUSED || state == MachineState.STOPPING;
            case DELETE -> state == MachineState.STOPPED || state == MachineState.UNREADABLE;
        };
    }

    /** Why this cannot be done to a machine that stands so; empty where it can. */
    public Optional<Phrase> obstacle(MachineSnapshot machine) {
        MachineState state = machine.state();
        if (isPossible(state)) {
            return Optional.empty();
        }
        if (this == DELETE && state.isLive()) {
            return Optional.of(Phrase.of("machines.obstacle.delete-live", machine.name()));
        }
        return Optional.of(Phrase.of("machines.obstacle." + state.name().toLowerCase(Locale.ROOT), machine.name()));
    }

    /** The key of its words: {@code machines.force-off}. */
    public String key() {
        return "machines." + word();
    }

    /** Its name in ids and keys: {@code force-off}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether something of the guest's may be lost by it, so that the person is asked first. */
    boolean asksFirst() {
        return this == RESET || this == FORCE_OFF || this == KILL || this == DELETE;
    }
}
