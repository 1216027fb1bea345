package dev.hamlet.engine.machine;

/** What the hypervisor answers when asked how its guest stands. */
public enum GuestStatus {
    /** Made, and not yet told to run. */
    PRELAUNCH,
    RUNNING,
    /** Paused by a command. */
    PAUSED,
    /** Paused because the host's disk is full. */
    PAUSED_NO_SPACE,
    /** Paused because a disk failed. */
    PAUSED_DISK_ERROR,
    /** The guest panicked. */
    PANICKED,
    /** The guest has shut down and the process is about to end. */
    SHUT_DOWN,
    /** The process lives and its monitor does not answer. */
    SILENT
}
