package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a container another name. */
@Command(
        description = "Give a container another name, running or not; its id and its host name stay.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container rename busybox-1 web"})
final class ContainerRename extends Verb {
    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "NEW-NAME", description = "What it shall be called.")
    private String newName = "";

    ContainerRename(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerEngine engine = session().engine().containers();
        String before = engine.find(name).name();
        ContainerSnapshot renamed = follow(engine.rename(name, newName));
        if (json()) {
            line(ContainerJson.one(renamed, session().words()));
        } else {
            line(Printable.line(text("cli.renamed", before, renamed.name())));
        }
        return ExitCode.DONE;
    }
}
