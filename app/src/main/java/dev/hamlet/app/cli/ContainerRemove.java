package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes containers. */
@Command(
        description = "Remove containers with the changes in their files and what they wrote.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container rm web", "  hamlet container rm -f web database"})
final class ContainerRemove extends ContainersVerb {
    @Option(
            names = {"-f", "--force"},
            description = "Also those that run: they are killed first.")
    private boolean force;

    @Option(
            names = {"-v", "--volumes"},
            description = "Also the volumes that were made for them alone, by their images or without a name.")
    private boolean volumes;

    ContainerRemove(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.remove(name, force, volumes));
    }
}
