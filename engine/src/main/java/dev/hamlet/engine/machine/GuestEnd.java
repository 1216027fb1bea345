package dev.hamlet.engine.machine;

import java.time.Instant;
import java.util.List;

/**
 * How a guest's process ended.
 *
 * @param how what ended it
 * @param detail {@code exit code 1} or {@code signal 9}, or empty where nobody saw it
 * @param lastLines the last lines that the hypervisor wrote, at most 20
 * @param at when, or when it was noticed
 */
public record GuestEnd(How how, String detail, List<String> lastLines, Instant at) {
    /** Copies the lines. */
    public GuestEnd {
        lastLines = List.copyOf(lastLines);
    }

    /** What ended a guest. */
    public enum How {
        /** The guest shut itself down, asked or unasked. */
        GUEST_SHUTDOWN,
        /** Hamlet ended it, by the user's word. */
        FORCED,
        /** The process ended by itself, or was killed by somebody else. */
        UNEXPECTED,
        /** It ended while nobody watched. */
        UNSEEN
    }
}
