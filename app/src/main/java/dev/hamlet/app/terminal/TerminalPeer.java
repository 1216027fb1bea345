package dev.hamlet.app.terminal;

/**
 * Who is at the other end of a terminal: a serial line, which only takes bytes, or something that knows how large a
 * terminal is. What comes from there is given to {@link Emulation#run}. Neither method may wait; both are called on the
 * JavaFX thread, and {@link #send} on the running thread of the emulation too.
 */
@FunctionalInterface
public interface TerminalPeer {
    /** Takes what was typed, pasted or is the answer to a question. */
    void send(byte[] bytes);

    /** The terminal has so many columns and rows from now on. A serial line has no way to hear of it. */
    default void resized(int columns, int rows) {}
}
