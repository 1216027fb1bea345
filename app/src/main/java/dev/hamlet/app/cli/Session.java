package dev.hamlet.app.cli;

import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the command line has: where it prints, its words, and engines, opened when a command first asks. Used by
 * the command's thread.
 */
final class Session implements AutoCloseable {
    private final Output output;
    private final Supplier<Messages> words;
    private final EngineSource source;
    private final WindowSource window;
    private final List<Engine> opened = new ArrayList<>();
    private @Nullable Engine engine;
    private @Nullable Messages messages;

    Session(Output output, Supplier<Messages> words, EngineSource source, WindowSource window) {
        this.output = output;
        this.words = words;
        this.source = source;
        this.window = window;
    }

    WindowSource window() {
        return window;
    }

    Output output() {
        return output;
    }

    synchronized Messages words() {
        if (messages == null) {
            messages = words.get();
        }
        return messages;
    }

    /** The words of this key. */
    String text(String key, Object... arguments) {
        return words().text(key, arguments);
    }

    /** The engine of the user's home. */
    synchronized Engine engine() throws ProblemException {
        if (engine == null) {
            engine = open(Map.of());
        }
        return engine;
    }

    /** An engine of another environment; closed with this session. */
    synchronized Engine open(Map<String, String> changes) throws ProblemException {
        Engine another = source.open(changes);
        opened.add(another);
        return another;
    }

    /** Prints a problem and answers the exit code for it. */
    ExitCode report(Problem problem, boolean json) {
        ProblemWords said = ProblemWords.of(problem, words());
        if (json) {
            output.note(ProblemJson.wrapped(said));
        } else {
            ProblemText.lines(said, words()).forEach(output::note);
        }
        return ExitCode.of(problem);
    }

    /** Says beside the result what is not seen because a folder is away. */
    void note(Problem problem) {
        ProblemText.lines(ProblemWords.of(problem, words()), words()).forEach(output::note);
    }

    Instant now() {
        return Instant.now();
    }

    /** Lets go of the engines, once the work that is still under way has taken back what it began. */
    @Override
    public synchronized void close() {
        List<Job<?>> left = new ArrayList<>();
        opened.forEach(one -> left.addAll(one.jobs().running()));
        left.forEach(Job::cancel);
        left.forEach(JobFollower::awaitEnd);
        opened.forEach(Engine::close);
        opened.clear();
    }
}
