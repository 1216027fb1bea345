package dev.hamlet.engine.machine;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a machine stands. Only {@link Machine} moves it, and only along {@link #canBecome}. */
public enum MachineState {
    /** No process; it can be started. */
    STOPPED,
    /** A start is under way, here or in another process. */
    STARTING,
    /** The guest runs. */
    RUNNING,
    /** The guest stands still and can go on; the snapshot's problem says why, where it was not the user. */
    PAUSED,
    /** The guest was asked to shut down, or is being ended. */
    STOPPING,
    /** Its file cannot be read; the snapshot's problem says why. */
    UNREADABLE,
    /** It is in the trash, or gone. */
    DELETED;

    private static final Map<MachineState, Set<MachineState>> NEXT = new EnumMap<>(Map.of(
            STOPPED, EnumSet.of(STARTING, RUNNING, PAUSED, STOPPING, UNREADABLE, DELETED),
            STARTING, EnumSet.of(RUNNING, PAUSED, STOPPING, STOPPED, DELETED),
            RUNNING, EnumSet.of(PAUSED, STOPPING, STOPPED, DELETED),
            PAUSED, EnumSet.of(RUNNING, STOPPING, STOPPED, DELETED),
            STOPPING, EnumSet.of(STOPPED, RUNNING, PAUSED, DELETED),
            UNREADABLE, EnumSet.of(STOPPED, STARTING, RUNNING, PAUSED, STOPPING, DELETED),
            DELETED, EnumSet.noneOf(MachineState.class)));

    /**
     * Whether this state may follow. STOPPED may be followed by any live state, since another process may have started
     * the machine; STOPPING by RUNNING, since a guest may refuse to shut down.
     */
    public boolean canBecome(MachineState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether a process of the machine lives, or is about to. */
    public boolean isLive() {
        return this == STARTING || this == RUNNING || this == PAUSED || this == STOPPING;
    }
}
