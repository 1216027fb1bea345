package dev.hamlet.engine.problem;

/**
 * The one checked exception of the engine: something failed for a reason that a person can be told. Carries the
 * {@link Problem} as data, and the technical cause for the log.
 */
public final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Fails for this reason alone. */
    public ProblemException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /** Fails for this reason; {@code cause} is kept for the log and for "copy details". */
    public ProblemException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** What went wrong. */
    public Problem problem() {
        return problem;
    }
}
