package dev.hamlet.app.cli;

import dev.hamlet.engine.image.registry.Registries;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forgets a login to a registry. */
@Command(
        description = "Forget a login to a registry. What Docker or Podman keep in their own files stays, and is said.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image logout registry.example:5000"})
final class ImageLogout extends Verb {
    @Parameters(arity = "0..1", paramLabel = "REGISTRY", description = "Which registry; else Docker Hub.")
    private @Nullable String registry;

    ImageLogout(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        String where = RegistryOptions.registry(registry);
        Registries registries = session().engine().registries();
        boolean some = registries.logout(where);
        Optional<Path> still = registries.knownBy(where);
        if (json()) {
            line(RegistryJson.logout(where, some, still));
            return ExitCode.DONE;
        }
        line(Printable.line(text(some ? "cli.logout.done" : "cli.logout.none", where)));
        still.ifPresent(file -> line(Printable.line(text("cli.logout.still", where, file))));
        return ExitCode.DONE;
    }
}
