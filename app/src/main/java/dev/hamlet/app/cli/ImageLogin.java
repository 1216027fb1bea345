package dev.hamlet.app.cli;

import dev.hamlet.engine.image.registry.Credential;
import dev.hamlet.engine.image.registry.Registries;
import dev.hamlet.engine.image.registry.Security;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Logs in to a registry. A password is never an argument, which every user of the host could read. */
@Command(
        description = {
            "Log in to a registry: ask it whether it knows the name and password, and keep them for later. They are",
            "kept by the helper that Docker's or Podman's file names for it, else in a file of Hamlet's own."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image login registry.example:5000 -u me",
            "  pass show registry | hamlet image login registry.example:5000 -u me --password-stdin"
        })
final class ImageLogin extends Verb {
    @Parameters(arity = "0..1", paramLabel = "REGISTRY", description = "Which registry; else Docker Hub.")
    private @Nullable String registry;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "Who; else it is asked for.")
    private @Nullable String user;

    @Option(names = "--password-stdin", description = "Read the password from the first line of the input.")
    private boolean stdin;

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    ImageLogin(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        String where = RegistryOptions.registry(registry);
        Optional<Security> security = options.security();
        if (stdin && user == null) {
            throw ArgumentText.missing("--password-stdin", "--username");
        }
        Prompt prompt = new Prompt(session());
        String who =
                user == null ? prompt.line("hamlet image login", "--username", text("cli.login.user", where)) : user;
        String secret =
                stdin ? prompt.firstLine() : prompt.secret("--username", "--password-stdin", text("cli.password", who));
        if (who.isEmpty() || who.contains(":")) {
            throw ArgumentText.invalid("--username", who, "a name without a colon");
        } else if (secret.isEmpty()) {
            throw ArgumentText.missing("--username", "--password-stdin");
        }
        Registries.Login login = session().engine().registries().login(where, new Credential(who, secret), security);
        if (json()) {
            line(RegistryJson.login(where, who, login));
        } else {
            line(Printable.line(
                    text(login.encrypted() ? "cli.login.kept-by" : "cli.login.kept-in", where, login.place())));
        }
        return ExitCode.DONE;
    }
}
