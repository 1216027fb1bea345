package dev.hamlet.engine.usage;

import java.time.Duration;

/** How far back a series reaches, and how finely. Each value is the mean over its step. */
public enum UsageSpan {
    /** The last minute, by the second. */
    MINUTE("minute", 60, Duration.ofSeconds(1)),
    /** The last hour, by the minute. */
    HOUR("hour", 60, Duration.ofMinutes(1)),
    /** The last day, by ten minutes. */
    DAY("day", 144, Duration.ofMinutes(10));

    private final String word;
    private final int size;
    private final Duration step;

    UsageSpan(String word, int size, Duration step) {
        this.word = word;
        this.size = size;
        this.step = step;
    }

    /** Its name in files and in JSON output. */
    public String word() {
        return word;
    }

    /** How many values a series of this span has. */
    public int size() {
        return size;
    }

    /** How much time a value stands for. */
    public Duration step() {
        return step;
    }
}
