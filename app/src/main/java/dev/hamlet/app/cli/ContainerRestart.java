package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts containers again. */
@Command(
        description = "Stop containers that run, as the command stop does, and start them.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container restart web", "  hamlet container restart -t 1 web"})
final class ContainerRestart extends ContainersVerb {
    @Option(
            names = {"-t", "--time"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait before it is killed (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    ContainerRestart(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.restart(name, Duration.ofSeconds(Math.max(0, seconds))));
    }
}
