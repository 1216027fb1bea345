package dev.hamlet.engine.transfer;

import java.time.Duration;

/**
 * How long a download bears with a site.
 *
 * @param connection how long to wait for a connection and for the head of an answer
 * @param silence how long an answer under way may bring nothing
 * @param tries how many times in a row may fail without a single new byte
 * @param firstPause before the second try; doubled before each further one
 * @param longestPause no pause is longer; a site that asks for more is given up
 */
public record Patience(Duration connection, Duration silence, int tries, Duration firstPause, Duration longestPause) {
    public static final Patience USUAL = new Patience(
            Duration.ofSeconds(30), Duration.ofSeconds(60), 5, Duration.ofSeconds(1), Duration.ofMinutes(2));

    /** The pause after so many failures in a row. */
    public Duration pauseAfter(int failures) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
