package dev.hamlet.app.cli;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Asks whoever sits at the terminal, or reads what the input brings. Used by the command's thread. */
final class Prompt {
    private static final int LONGEST = 64 << 10;

    private final Session session;

    Prompt(Session session) {
        this.session = session;
    }

    /** Refuses to ask anybody where there is no terminal. */
    void require(Supplier<ProblemException> refusal) throws ProblemException {
        if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
            throw refusal.get();
        }
    }

    /** The first line of the input; nothing behind it is waited for. */
    String firstLine() throws ProblemException, InterruptedException {
        return unhurried(() -> {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            InputStream in = session.output().in();
            for (int one = in.read(); one >= 0 && one != '\n' && line.size() < LONGEST; one = in.read()) {
                line.write(one);
            }
            String text = line.toString(StandardCharsets.UTF_8);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        });
    }

    /** What is typed, seen by all; where there is no terminal, {@code given} needs {@code needed}. */
    String line(String given, String needed, String question) throws ProblemException, InterruptedException {
        Console console = console(given, needed);
        return unhurried(() -> {
            String typed = console.readLine("%s", question);
            return typed == null ? "" : typed.strip();
        });
    }

    /** What is typed, seen by nobody. */
    String secret(String given, String needed, String question) throws ProblemException, InterruptedException {
        Console console = console(given, needed);
        return unhurried(() -> {
            char[] typed = console.readPassword("%s", question);
            return typed == null ? "" : new String(typed);
        });
    }

    /** Something that waits for a person. */
    private interface Reading {
        String read() throws IOException;
    }

    /** On a thread of its own, since no interrupt ends such a reading: whoever cancels is not kept waiting for it. */
    private static String unhurried(Reading reading) throws ProblemException, InterruptedException {
        CompletableFuture<String> typed = new CompletableFuture<>();
        Thread _ = Threads.platform("prompt", () -> {
            try {
                typed.complete(reading.read());
            } catch (IOException | IOError e) {
                typed.completeExceptionally(e);
            }
        });
        try {
            return typed.get();
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof IOException io ? WholeFile.reason(io) : String.valueOf(e.getCause());
            throw new ProblemException(new MediaProblem.FileUnreadable(Path.of("/dev/stdin"), why), e);
        }
    }

    private static Console console(String given, String needed) throws ProblemException {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> ArgumentText.missing(given, needed));
    }
}
