package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;

/** What the owner of a guest's event monitor is told. */
public sealed interface GuestEvent {
    /** The guest's status changed. */
    record StatusChanged(GuestStatus status) implements GuestEvent {}

    /** The guest began to shut down; {@code byGuest} where it did so itself. */
    record ShuttingDown(boolean byGuest) implements GuestEvent {}

    /** The guest restarted. */
    record Restarted() implements GuestEvent {}

    /** A disk failed; the guest is paused by now. */
    record DiskFailed(String disk, boolean noSpace, String why) implements GuestEvent {}

    /** The balloon answered: so much memory the guest has now. */
    record MemoryChanged(ByteSize actual) implements GuestEvent {}

    /** The process ended. No event follows. */
    record Ended(GuestEnd end) implements GuestEvent {}
}
