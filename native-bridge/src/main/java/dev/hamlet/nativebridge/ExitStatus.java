package dev.hamlet.nativebridge;

/** How a child process ended. */
public sealed interface ExitStatus {
    /**
     * It ended by itself.
     *
     * @param code the exit code, 0 to 255
     */
    record Exited(int code) implements ExitStatus {}

    /**
     * A signal ended it.
     *
     * @param signal the number of the signal, such as 9 for KILL
     */
    record Signalled(int signal) implements ExitStatus {}

    /** It has ended, but something else in this program took its status away. */
    record Unseen() implements ExitStatus {}
}
