package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a container. */
@Command(
        description = "Make a container of an image, and print its id; it is started later.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container create --name job busybox sleep 10", "  hamlet container start job"})
final class ContainerCreate extends Verb implements TakesProgram {
    @Mixin
    private ContainerOptions options = new ContainerOptions();

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or id of a container image.")
    private String image = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "Instead of the image's command.")
    private List<String> command = new ArrayList<>();

    ContainerCreate(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerEngine engine = session().engine().containers();
        ContainerSnapshot made =
                follow(engine.create(image, options.name(), options.wish(command, engine.keptLimits())));
        line(json() ? ContainerJson.one(made, session().words()) : made.id().value());
        return ExitCode.DONE;
    }
}
