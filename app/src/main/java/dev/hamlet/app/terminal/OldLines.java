package dev.hamlet.app.terminal;

/**
 * The lines that a terminal has let go of. They were kept so long that the JVM's collector holds them for old: it looks
 * at those no earlier than when all memory that it may take is full, and looks so long then, at a gigabyte of nothing, that
 * the window does not answer meanwhile. So it is asked to look after a part of that. Used by the thread that runs the terminal.
 */
final class OldLines {
    /** After so many bytes a look takes less than a tenth of a second. */
    private static final long MUCH = 200L << 20;

    /** The objects of a line without text, in bytes. */
    private static final int LINE = 300;

    /** Those of a byte of text as builds and logs write it, with some colours. */
    private static final int TEXT = 12;

    /** The bytes of what was let go of since the last look. */
    private long waiting;

    /**
     * These are no longer kept.
     *
     * @param lines how many
     * @param text how many bytes said them, about
     */
    void letGo(long lines, long text) {
        waiting += lines * LINE + text * TEXT;
        if (waiting > MUCH) {
            waiting = 0;
            System.gc();
        }
    }
}
