package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.HttpAnswer;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.Retries;
import dev.hamlet.engine.transfer.Transfer;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** What went wrong with a registry, as problems. */
final class RegistryProblems {
    private static final int MOST = 1 << 16;

    private RegistryProblems() {}

    /** Whether what answered does not speak TLS. */
    static boolean isPlain(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof SSLException
                    && (message.contains("Unsupported or unrecognized SSL message")
                            || message.contains("Unrecognized SSL message")
                            || message.contains("plaintext"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUntrusted(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    static ProblemException unreachable(Endpoint endpoint, IOException failure) {
        ImageProblem problem;
        if (failure instanceof Retries.TryLater later) {
            problem = new ImageProblem.RegistryRefused(endpoint.site(), "any request", later.status(), "");
        } else if (isPlain(failure)) {
            problem = new ImageProblem.RegistrySpeaksHttp(endpoint.registry());
        } else if (isUntrusted(failure)) {
            problem = new ImageProblem.RegistryUntrusted(endpoint.registry());
        } else {
            problem = new ImageProblem.RegistryUnreachable(endpoint.site(), Transfer.reason(failure));
        }
        return new ProblemException(problem, failure);
    }

    /** For an answer that is no success; reads what it says, and closes it. */
    static ProblemException refused(Endpoint endpoint, String what, HttpAnswer answer, Patience patience)
            throws InterruptedException {
        String why = said(answer, patience);
        return new ProblemException(
                switch (answer.status()) {
                    case 401, 403 -> new ImageProblem.RegistryDenied(endpoint.registry(), what, why);
                    default -> new ImageProblem.RegistryRefused(endpoint.site(), what, answer.status(), why);
                });
    }

    /** What an answer says of why it is no success; closes it. */
    static String said(HttpAnswer answer, Patience patience) throws InterruptedException {
        try (answer) {
            return answer.content(MOST, patience.silence())
                    .map(RegistryJson::reason)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    static ProblemException wrong(Endpoint endpoint, String what, String why) {
        return new ProblemException(new ImageProblem.RegistryWrong(endpoint.site(), what, why));
    }
}
