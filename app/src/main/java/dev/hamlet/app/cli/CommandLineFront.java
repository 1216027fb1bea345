package dev.hamlet.app.cli;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.FileNames;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs one command. {@link #cancel()} may be called by any thread, the rest by one. */
public final class CommandLineFront {
    /** A command that cannot take back in this time what it began will not at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Session session;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread running;

    /**
     * A command line.
     *
     * @param output where commands read and print
     * @param words finds the words of the user's language, when the first are needed
     * @param source opens the engine, when a command needs it
     * @param window opens the window, when a command asks for it
     */
    public CommandLineFront(Output output, Supplier<Messages> words, EngineSource source, WindowSource window) {
        this.session = new Session(output, words, source, window);
    }

    /** Runs the command that these arguments name, and answers its exit code. */
    public int run(String... arguments) {
        CommandLine commands = CommandTree.forArguments(session, arguments);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        // A machine may be called "@home".
        commands.setExpandAtFiles(false);
        boolean json = Arrays.stream(arguments)
                .takeWhile(argument -> !argument.equals("--"))
                .anyMatch("--json"::equals);
        commands.setParameterExceptionHandler(
                (failure, given) -> session.report(Misunderstanding.of(failure, List.of(given), session.words()), json)
                        .number());
        commands.setExecutionExceptionHandler((failure, command, ignored) ->
                session.report(problem(failure), json).number());
        begin();
        try (session) {
            return complete(commands.execute(arguments));
        } finally {
            session.output().out().flush();
            end();
        }
    }

    /** A result that nobody could be given is no success: a script would go on with half a file. */
    private int complete(int code) {
        Optional<String> loss = session.output().loss();
        if (loss.isEmpty()) {
            return code;
        }
        session.output().note(session.text("cli.output-lost", loss.get()));
        return code == ExitCode.DONE.number() ? ExitCode.FAILED.number() : code;
    }

    private synchronized void begin() {
        running = Thread.currentThread();
    }

    private synchronized void end() {
        running = null;
        over.countDown();
    }

    /**
     * Cancels the command under way and waits until it has taken back what it began: for Ctrl-C.
     *
     * @throws InterruptedException if the caller was interrupted
     */
    public void cancel() throws InterruptedException {
        synchronized (this) {
            if (running == null) {
                return;
            }
            running.interrupt();
        }
        boolean ended = over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            log().warn("a cancelled command has not ended within {}", PATIENCE);
        }
    }

    private static Problem problem(Exception failure) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case InterruptedException cancelled -> new CommandProblem.Cancelled();
            case InvalidPathException path -> {
                Optional<HostProblem> unfit = FileNames.unfit(path);
                yield unfit.isPresent() ? unfit.get() : unexpected(path);
            }
            default -> unexpected(failure);
        };
    }

    private static Problem unexpected(Exception failure) {
        log().error("a command failed unexpectedly", failure);
        return new CommandProblem.Unexpected(failure.toString());
    }

    /** Found when something is to be said: to find it beforehand takes longer than to read a command's words. */
    private static Logger log() {
        return LoggerFactory.getLogger(CommandLineFront.class);
    }
}
