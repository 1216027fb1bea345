package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands share. */
abstract class Verb implements Callable<Integer> {
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

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run().number();
        } catch (ProblemException e) {
            return report(e.problem()).number();
        }
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

    /** Prints a problem and answers the exit code for it. */
    ExitCode report(Problem problem) {
        ProblemWords words = ProblemWords.of(problem, session.words());
        if (json) {
            session.output().note(ProblemJson.wrapped(words));
        } else {
            ProblemText.lines(words, session.words()).forEach(session.output()::note);
        }
        return ExitCode.of(problem);
    }
}
