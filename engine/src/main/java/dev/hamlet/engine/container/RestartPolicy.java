package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a container that has ended is started again, as Docker has it.
 *
 * @param kind when
 * @param most how often at most, for {@link Kind#ON_FAILURE} alone; 0 for any number
 */
public record RestartPolicy(Kind kind, int most) {
    /** Not at all. */
    public static final RestartPolicy NO = new RestartPolicy(Kind.NO, 0);

    private static final Pattern FAILURE = Pattern.compile("on-failure(?::([0-9]{1,9}))?");

    /** When a container is started again. */
    public enum Kind {
        /** Never. */
        NO,
        /** When it ended with another code than 0, or nobody saw how it ended. */
        ON_FAILURE,
        /** Whenever it ends; one that a person stopped only after the computer was started anew. */
        ALWAYS,
        /** Whenever it ends, unless a person stopped it. */
        UNLESS_STOPPED
    }

    /** Refuses a number of times where there is none. */
    public RestartPolicy {
        if (most < 0 || (most > 0 && kind != Kind.ON_FAILURE)) {
            throw new IllegalArgumentException(kind + " has no number of times: " + most);
        }
    }

    /**
     * Reads what Docker's users write: {@code no}, {@code on-failure}, {@code on-failure:5}, {@code always} or
     * {@code unless-stopped}.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public static RestartPolicy parse(String written) throws ProblemException {
        Matcher failure = FAILURE.matcher(written);
        if (failure.matches()) {
            String most = failure.group(1);
            return new RestartPolicy(Kind.ON_FAILURE, most == null ? 0 : Integer.parseInt(most));
        }
        return new RestartPolicy(
                switch (written) {
                    case "no", "" -> Kind.NO;
                    case "always" -> Kind.ALWAYS;
                    case "unless-stopped" -> Kind.UNLESS_STOPPED;
                    default ->
                        throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                                "restart", written, "no, on-failure, on-failure:5, always, unless-stopped"));
                },
                0);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return switch (kind) {
            case NO -> "no";
            case ON_FAILURE -> most == 0 ? "on-failure" : "on-failure:" + most;
            case ALWAYS -> "always";
            case UNLESS_STOPPED -> "unless-stopped";
        };
    }
}
