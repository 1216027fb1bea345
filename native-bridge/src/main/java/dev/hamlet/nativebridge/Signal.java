package dev.hamlet.nativebridge;

/** The signals that Hamlet sends, with their meanings of signal(7). */
public enum Signal {
    /** Asks a process to end. */
    TERM,
    /** Ends a process without asking. */
    KILL,
    /** What Ctrl-C sends. */
    INT,
    /** Stops a process until {@link #CONT}. */
    STOP,
    /** Lets a stopped process go on. */
    CONT,
    /** The terminal went away; many servers read their configuration again. */
    HUP
}
