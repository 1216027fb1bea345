package dev.hamlet.engine.host;

import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing about this host that was looked at.
 *
 * @param key what, such as {@code temp-folder}; the words stand in the message bundle under {@code check.<key>}
 * @param area what it matters for
 * @param state how it is
 * @param facts what was found, by name, in a fixed order; figures are bare numbers, sizes bytes
 * @param problem what is wrong and what to do; null where nothing is
 * @param remedy how to mend it on this very computer
 */
public record Check(
        String key,
        Area area,
        State state,
        Map<String, String> facts,
        @Nullable Problem problem,
        Remedy remedy) {
    /** How a thing is. */
    public enum State {
        /** It does not matter here. */
        UNNEEDED,
        /** As it should be. */
        OK,
        /** Hamlet works, with less. */
        WARNING,
        /** Something of Hamlet does not work until it is mended. */
        PROBLEM
    }

    /** What a thing matters for. */
    public enum Area {
        /** All of Hamlet. */
        COMPUTER,
        /** Virtual machines. */
        MACHINES,
        /** Containers. */
        CONTAINERS
    }

    /**
     * How a thing is mended here.
     *
     * @param command what to type in a shell; empty where no command does it
     * @param packageName what to install, as the distribution calls it; empty where nothing is missing
     * @param repair what does it with root's rights, where something does
     */
    public record Remedy(
            String command, String packageName, @Nullable PrivilegedVerb repair) {
        /** Nothing to do, or nothing that a command does. */
        public static final Remedy NONE = new Remedy("", "", null);
    }

    /** Copies the facts; whatever is not well names its problem. */
    public Check {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        if ((state == State.WARNING || state == State.PROBLEM) != (problem != null)) {
            throw new IllegalArgumentException(key + " is " + state + " with " + problem);
        }
    }

    static Check ok(String key, Area area, Map<String, String> facts) {
        return new Check(key, area, State.OK, facts, null, Remedy.NONE);
    }

    static Check unneeded(String key, Area area) {
        return new Check(key, area, State.UNNEEDED, Map.of(), null, Remedy.NONE);
    }

    static Check warning(String key, Area area, Map<String, String> facts, Problem problem) {
        return new Check(key, area, State.WARNING, facts, problem, Remedy.NONE);
    }

    static Check problem(String key, Area area, Map<String, String> facts, Problem problem) {
        return new Check(key, area, State.PROBLEM, facts, problem, Remedy.NONE);
    }

    Check with(Remedy how) {
        return new Check(key, area, state, facts, problem, how);
    }
}
