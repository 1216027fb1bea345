package dev.hamlet.engine.transfer;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A way to ask sites for what they have. */
@FunctionalInterface
public interface Asking {
    /**
     * Asks for this address; whatever the status, the answer is one.
     *
     * @throws IOException if the site could not be reached or broke off; another try may succeed
     * @throws ProblemException if no further try can
     */
    HttpAnswer get(URI url, Map<String, String> headers) throws IOException, ProblemException, InterruptedException;
}
