package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxTerminal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The terminal that this program was started from, for a console that passes on every key. One thread may read while
 * another writes; the waits of {@link #read} hold a carrier thread, so read from a platform thread.
 */
public interface Terminal extends AutoCloseable {
    /**
     * The size of a terminal in characters.
     *
     * @param columns its width, 0 where it is not known
     * @param rows its height, 0 where it is not known
     */
    record Size(int columns, int rows) {}

    /** The terminal in raw mode, until closed. */
    interface RawMode extends AutoCloseable {
        /** Gives the terminal back as it was found. May be called many times. */
        @Override
        void close();
    }

    /** The controlling terminal ({@code /dev/tty}, tty(4)), empty where there is none, as in a service or a pipeline. */
    static Optional<Terminal> controlling() {
        Host.requireLinux();
        return LinuxTerminal.controlling();
    }

    /**
     * Whether one of this program's standard streams is a terminal.
     *
     * @param stream 0 for the input, 1 for the output, 2 for the errors
     */
    static boolean isTerminal(int stream) {
        Host.requireLinux();
        return LinuxTerminal.isTerminal(stream);
    }

    /** The size now; it changes when the window does. */
    Size size() throws NativeException;

    /**
     * Turns off echo, line editing and the signals of keys (cfmakeraw(3)), until the answer is closed. Also given back
     * by an ordinary end of the program, Ctrl-C of another terminal included; after a SIGKILL the shell's
     * {@code reset} helps.
     */
    RawMode enterRawMode() throws NativeException;

    /**
     * Reads what was typed.
     *
     * @param atMost how long to wait for the first byte
     * @return how many bytes were read, 0 if the time is over, -1 if the terminal went away
     */
    int read(byte[] buffer, Duration atMost) throws IOException;

    /** Writes all of these bytes. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Leaves raw mode and closes the terminal. */
    @Override
    void close();
}
