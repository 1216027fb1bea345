package dev.hamlet.engine.machine;

/**
 * What the user allows at a start.
 *
 * @param overcommit start although the host has less memory or fewer processors than wanted
 */
public record StartOptions(boolean overcommit) {
    /** No risk is taken. */
    public static final StartOptions CAREFUL = new StartOptions(false);
}
