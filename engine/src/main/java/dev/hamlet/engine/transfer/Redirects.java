package dev.hamlet.engine.transfer;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.BiFunction;

/** Redirects followed by hand: at most ten, to addresses of sites alone, never from https to http. */
public final class Redirects {
    private static final int MOST = 10;
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private Redirects() {}

    /** Asks once. */
    @FunctionalInterface
    public interface Asker {
        /** The answer of this address, a redirect too. */
        HttpAnswer ask(URI here) throws IOException, ProblemException, InterruptedException;
    }

    /**
     * The first answer that is no redirect.
     *
     * @param lost the problem of redirects that lead nowhere, by who sends there and why
     */
    public static HttpAnswer follow(URI from, Asker asker, BiFunction<URI, String, ProblemException> lost)
            throws IOException, ProblemException, InterruptedException {
        URI here = from;
        for (int hop = 0; hop <= MOST; hop++) {
            HttpAnswer answer = asker.ask(here);
            if (!STATUSES.contains(answer.status())) {
                return answer;
            }
            answer.close();
            here = next(here, answer.headers().firstValue("Location").orElse(""), lost);
        }
        throw lost.apply(from, "more than " + MOST + " redirects");
    }

    /**
     * Where a redirect leads, if it may be followed.
     *
     * @param lost the problem of one that may not, by who sends there and why
     */
    public static URI next(URI here, String location, BiFunction<URI, String, ProblemException> lost)
            throws ProblemException {
        URI next;
        try {
            next = Http.withoutCredentials(here.resolve(location));
        } catch (IllegalArgumentException e) {
            throw lost.apply(here, "it redirects to " + location);
        }
        boolean known = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
        if (location.isEmpty() || !known || next.getHost() == null) {
            throw lost.apply(here, "it redirects to \"" + location + "\"");
        }
        if (here.getScheme().equals("https") && next.getScheme().equals("http")) {
            throw lost.apply(here, "it redirects from https to http");
        }
        return next;
    }
}
