package dev.hamlet.engine.machine;

/** What a command did; asking for what is so already is no error. */
public enum Effect {
    /** The machine changed. */
    DONE,
    /** It was so already. */
    ALREADY_SO
}
