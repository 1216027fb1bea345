package dev.hamlet.app.cli;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Asks whoever sits at the terminal, or reads what the input brings. Used by the command's thread. */
final class Prompt {
    private final Session session;

    Prompt(Session session) {
        this.session = session;
    }

    /** The first line of the input. */
    String firstLine() throws ProblemException {
        try {
            return new String(session.output().in().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new ProblemException(new MediaProblem.FileUnreadable(Path.of("/dev/stdin"), WholeFile.reason(e)), e);
        }
    }

    /** What is typed, seen by all; where there is no terminal, {@code given} needs {@code needed}. */
    String line(String given, String needed, String question) throws ProblemException {
        String typed = console(given, needed).readLine("%s", question);
        return typed == null ? "" : typed.strip();
    }

    /** What is typed, seen by nobody. */
    String secret(String given, String needed, String question) throws ProblemException {
        char[] typed = console(given, needed).readPassword("%s", question);
        return typed == null ? "" : new String(typed);
    }

    private static Console console(String given, String needed) throws ProblemException {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> ArgumentText.missing(given, needed));
    }
}
