package dev.hamlet.app.cli;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.media.CloudSeed;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The first-boot settings of a new machine. A password is never an argument, which every user of the host could read. */
final class SeedOptions {
    @Option(names = "--user", paramLabel = "USER", description = "Its first user, who may do everything through sudo.")
    private @Nullable String user;

    @ArgGroup
    private Password password = new Password();

    @Option(
            names = "--ssh-key",
            paramLabel = "FILE",
            description = "A public key that may log in as this user. Again for more.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--hostname",
            paramLabel = "NAME",
            description = "What it calls itself; else derived from its name.")
    private @Nullable String hostname;

    /** Where the password comes from; without either, and without a key, it is asked for on the terminal. */
    static final class Password {
        @Option(names = "--password-stdin", description = "Read the user's password from the first line of the input.")
        private boolean stdin;

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Read the user's password from the first line of this file.")
        private @Nullable Path file;
    }

    /** The settings, or null if none were given. */
    @Nullable
    CloudSeed read(Session session, String machine) throws ProblemException, InterruptedException {
        if (user == null) {
            String given = givenBesides();
            if (given != null) {
                throw ArgumentText.missing(given, "--user");
            }
            return null;
        }
        List<String> keyTexts = new ArrayList<>();
        for (Path key : keys) {
            Path file = ArgumentText.file("--ssh-key", key);
            text(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(keyTexts::add);
        }
        String name = hostname == null ? CloudSeed.hostnameFor(machine) : hostname;
        return CloudSeed.of(user, password(session, user, !keyTexts.isEmpty()), keyTexts, name);
    }

    /** One of the options that belong to a user. */
    private @Nullable String givenBesides() {
        if (password.stdin) {
            return "--password-stdin";
        } else if (password.file != null) {
            return "--password-file";
        } else if (!keys.isEmpty()) {
            return "--ssh-key";
        }
        return hostname == null ? null : "--hostname";
    }

    private @Nullable String password(Session session, String account, boolean hasKeys)
            throws ProblemException, InterruptedException {
        if (password.stdin) {
            return new Prompt(session).firstLine();
        } else if (password.file != null) {
            return text(ArgumentText.file("--password-file", password.file))
                    .lines()
                    .findFirst()
                    .orElse("");
        }
        return hasKeys ? null : asked(session, account);
    }

    private static String asked(Session session, String account) throws ProblemException, InterruptedException {
        Prompt prompt = new Prompt(session);
        String needs = session.text("cli.password.needs");
        String first = prompt.secret("--user", needs, session.text("cli.password", account));
        if (!first.equals(prompt.secret("--user", needs, session.text("cli.password.again")))) {
            throw new ProblemException(new MediaProblem.SeedInvalid("password", session.text("cli.password.differs")));
        }
        return first;
    }

    private static String text(Path file) throws ProblemException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ProblemException(new MediaProblem.FileUnreadable(file, WholeFile.reason(e)), e);
        }
    }
}
