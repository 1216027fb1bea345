package dev.hamlet.engine.process;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts programs. The real one is {@link SystemProcessLauncher}; tests script their own. */
public interface ProcessLauncher {
    /** Where this program is on the search path, if it is and may be run. */
    Optional<Path> find(String program);

    /**
     * Runs a program to its end.
     *
     * @throws ProblemException {@code ToolMissing} if it is not there, {@code ToolFailed} if it took longer than its
     *     limit; a program that ends with another code than 0 is a result, not a failure
     * @throws InterruptedException if the caller was interrupted; the program and its children are killed
     */
    default ProcessResult run(ProcessSpec spec) throws ProblemException, InterruptedException {
        return run(spec, ignored -> {});
    }

    /**
     * Runs a program to its end and tells each line of its standard error and of its standard output as it comes, one at
     * a time, on threads of its own. A carriage return ends a line too, since programs draw their progress with it.
     *
     * @throws ProblemException as {@link #run(ProcessSpec)}
     * @throws InterruptedException as {@link #run(ProcessSpec)}
     */
    ProcessResult run(ProcessSpec spec, Consumer<String> line) throws ProblemException, InterruptedException;

    /**
     * Runs a program that must succeed, and answers its result.
     *
     * @throws ProblemException as {@link #run(ProcessSpec)}, and {@code ToolFailed} if it ends with another code than 0
     */
    default ProcessResult runOrFail(ProcessSpec spec) throws ProblemException, InterruptedException {
        ProcessResult result = run(spec);
        if (!result.succeeded()) {
            throw new ProblemException(new dev.hamlet.engine.problem.MediaProblem.ToolFailed(
                    spec.program(), result.code(), result.lastLine()));
        }
        return result;
    }

    /**
     * Starts a program that outlives Hamlet, in a session of its own.
     *
     * @throws ProblemException if it could not be started
     */
    DetachedProcess detach(DetachedStart start) throws ProblemException;
}
