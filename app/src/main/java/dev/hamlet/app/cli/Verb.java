package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands share. */
abstract class Verb implements Callable<Integer> {
    /** What may stand for a machine, for the help of a command that takes one. */
    static final String MACHINE = "Name, id, or the id's first three characters or more.";

    /** The same for a command that takes several. */
    static final String MACHINES = "Names, ids, or the first three characters or more of ids.";

    private final Session session;

    @Option(names = "--json", description = "Print JSON, as docs/command-line.md describes it.")
    private boolean json;

    Verb(Session session) {
        this.session = session;
    }

    /**
     * Does the command.
     *
     * @throws ProblemException why it could not be done; printed by whoever called
     * @throws InterruptedException if it was cancelled
     */
    abstract ExitCode run() throws ProblemException, InterruptedException;

    /** Does the command and answers its exit code, for those that pass on another program's. */
    int code() throws InterruptedException {
        try {
            return run().number();
        } catch (ProblemException e) {
            return report(e.problem()).number();
        }
    }

    @Override
    public final Integer call() throws InterruptedException {
        return code();
    }

    Session session() {
        return session;
    }

    boolean json() {
        return json;
    }

    /** The words of this key. */
    String text(String key, Object... arguments) {
        return session.text(key, arguments);
    }

    /** Prints a line of the result. */
    void line(String text) {
        session.output().line(text);
    }

    /** Waits for a job and shows how it goes. */
    <T> T follow(Job<T> job) throws ProblemException, InterruptedException {
        return JobFollower.follow(session, job, json);
    }

    /** The same, shown to nobody if the command is to be {@code quiet}. */
    <T> T follow(Job<T> job, boolean quiet) throws ProblemException, InterruptedException {
        return JobFollower.follow(session, job, json || quiet);
    }

    /** Prints a problem and answers the exit code for it. */
    ExitCode report(Problem problem) {
        return session.report(problem, json);
    }
}
