package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each process of a container may use of something (getrlimit(2)).
 *
 * @param name such as {@code nofile}
 * @param soft what holds at first; {@link #UNLIMITED} for no limit
 * @param hard up to what a process may raise that
 */
public record Ulimit(String name, long soft, long hard) {
    /** No limit. */
    public static final long UNLIMITED = -1;

    private static final List<String> NAMES = List.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");
    private static final Pattern WRITTEN =
            Pattern.compile("([a-z]+)=(-1|unlimited|[0-9]{1,18})(?::(-1|unlimited|[0-9]{1,18}))?");

    /**
     * Reads {@code nofile=1024:4096}, as docker and podman users write it; of one number both are that.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public static Ulimit parse(String written) throws ProblemException {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            throw invalid(written, "it is written NAME=SOFT:HARD, such as nofile=1024:4096");
        }
        long soft = number(matcher.group(2));
        Ulimit limit = new Ulimit(matcher.group(1), soft, matcher.group(3) == null ? soft : number(matcher.group(3)));
        limit.check();
        return limit;
    }

    private static long number(String written) {
        return written.equals("unlimited") ? UNLIMITED : Long.parseLong(written);
    }

    /**
     * Refuses what cannot be.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    void check() throws ProblemException {
        if (!NAMES.contains(name)) {
            throw invalid(toString(), "what is limited is one of " + String.join(", ", NAMES));
        }
        if (hard != UNLIMITED && (soft == UNLIMITED || soft > hard)) {
            throw invalid(toString(), "the first number is not above the second");
        }
    }

    /** Whether it allows more than this hard limit does. */
    public boolean isBeyond(long limit) {
        return limit != UNLIMITED && (hard == UNLIMITED || hard > limit);
    }

    private static ProblemException invalid(String written, String why) {
        return new ProblemException(new ContainerProblem.ContainerSettingInvalid("--ulimit", written, why));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return name + "=" + soft + ":" + hard;
    }
}
