package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing about this host that was looked at.
 *
 * @param key what, such as {@code temp-folder}; the words stand in the message bundle under {@code check.<key>}
 * @param state how it is
 * @param facts what was found, by name, in a fixed order; figures are bare numbers, sizes bytes
 * @param problem what is wrong and what to do; null where nothing is
 */
public record Check(
        String key,
        State state,
        Map<String, String> facts,
        @Nullable Problem problem) {
    /** How a thing is. */
    public enum State {
        /** As it should be. */
        OK,
        /** Hamlet works, with less. */
        WARNING,
        /** Something of Hamlet does not work until it is mended. */
        PROBLEM
    }

    /** Copies the facts; whatever is not well names its problem. */
    public Check {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        if ((state == State.OK) != (problem == null)) {
            throw new IllegalArgumentException(key + " is " + state + " with " + problem);
        }
    }

    static Check ok(String key, Map<String, String> facts) {
        return new Check(key, State.OK, facts, null);
    }

    static Check warning(String key, Map<String, String> facts, Problem problem) {
        return new Check(key, State.WARNING, facts, problem);
    }

    static Check problem(String key, Map<String, String> facts, Problem problem) {
        return new Check(key, State.PROBLEM, facts, problem);
    }
}
