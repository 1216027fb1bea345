package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Names of files that people give, in the character set of their locale. Pure functions. */
public final class FileNames {
    private FileNames() {}

    /**
     * The path that a variable of the environment, or of the JVM, names.
     *
     * @throws ProblemException {@code NameUnfit} if the locale has no such letters
     */
    static Path path(String variable, String named) throws ProblemException {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw new ProblemException(unfit(variable + "=" + named), e);
        }
    }

    /** The problem that a name has letters which the locale's character set does not have; empty where it is another one. */
    public static Optional<HostProblem> unfit(InvalidPathException failure) {
        // The JVM takes names as bytes in the locale's character set, and has these words where it cannot.
        return String.valueOf(failure.getReason()).contains("unmappable")
                ? Optional.of(unfit(failure.getInput()))
                : Optional.empty();
    }

    private static HostProblem unfit(String name) {
        return new HostProblem.NameUnfit(name, System.getProperty("sun.jnu.encoding", ""));
    }
}
