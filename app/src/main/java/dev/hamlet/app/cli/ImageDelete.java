package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.machine.FileUsers;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Moves an image of the library to the trash. */
@Command(
        description = "Move an image of the library to the trash; refused while a machine or an image builds on it.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image delete 'Debian 12'"})
final class ImageDelete extends Verb {
    @Parameters(paramLabel = "IMAGE", description = "Name or id of the image.")
    private String image = "";

    ImageDelete(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        String name = engine.images().findEntry(image).name();
        engine.machines().requireAllSeen();
        FileUsers users = engine.machines().fileUsers();
        Path trash = engine.images().delete(image, users::of);
        if (json()) {
            line(ImageJson.file(name, trash));
        } else {
            line(Printable.line(text("cli.deleted", name, trash)));
        }
        return ExitCode.DONE;
    }
}
