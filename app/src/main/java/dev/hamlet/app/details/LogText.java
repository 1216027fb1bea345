package dev.hamlet.app.details;

import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * The end of a log as it was read.
 *
 * @param generation another number whenever the log began anew, so that no line of before has its place here
 * @param first which line of this generation the first one here is, counted from 0
 * @param lines the last lines; the last one or two, of two streams, may not be complete yet
 * @param problem why the log cannot be read
 */
record LogText(long generation, long first, List<ColouredText> lines, Optional<Problem> problem) {
    /** So many of the last lines may change. */
    static final int INCOMPLETE = 2;

    static final LogText NOTHING = new LogText(0, 0, List.of(), Optional.empty());

    LogText {
        lines = List.copyOf(lines);
    }
}
