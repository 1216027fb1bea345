package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills containers. */
@Command(
        description = "Send containers a signal, usually the one that ends them at once.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container kill web", "  hamlet container kill -s HUP web"})
final class ContainerKill extends ContainersVerb {
    @Option(
            names = {"-s", "--signal"},
            paramLabel = "SIGNAL",
            defaultValue = "KILL",
            description = "Which one, such as HUP or 15 (default: ${DEFAULT-VALUE}).")
    private String signal = "KILL";

    ContainerKill(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.kill(name, signal));
    }
}
