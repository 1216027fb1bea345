package dev.hamlet.engine.container;

/** How a container stands, from evidence: its process, and what its monitor noted. */
public enum ContainerState {
    /** Made, and never started. */
    CREATED,
    /** Its process lives. */
    RUNNING,
    /** Its processes are there and get no time. */
    PAUSED,
    /** Its process has ended; its files stay. */
    EXITED,
    /** Its process has ended, and it is started again soon, as its policy wants it. */
    RESTARTING,
    /** Its folder cannot be understood. */
    BROKEN;

    /** Whether there is a process. */
    public boolean isLive() {
        return this == RUNNING || this == PAUSED;
    }
}
