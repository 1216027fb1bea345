package dev.hamlet.app.cli;

import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what a container has changed. */
@Command(
        description = {
            "Print the files in which a container differs from its image: A that were added, C that were changed, D that were",
            "deleted. What is mounted in it is not among them."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = "  hamlet container diff web")
final class ContainerDiff extends Verb {
    @Parameters(paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    ContainerDiff(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        List<FileChange> changes = session().engine().containers().files().changes(name);
        if (json()) {
            line(ContainerJson.changes(changes));
        } else {
            changes.forEach(change -> line(change.kind().name().charAt(0) + " " + Printable.line(change.path())));
        }
        return ExitCode.DONE;
    }
}
