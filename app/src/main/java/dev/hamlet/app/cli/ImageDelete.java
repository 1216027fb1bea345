package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    ExitCode run() throws ProblemException {
        Engine engine = session().engine();
        String name = engine.images().findEntry(image).name();
        List<ProblemException> unknown = new ArrayList<>();
        Path trash;
        try {
            trash = engine.images().delete(image, file -> users(engine, file, unknown));
        } catch (ProblemException e) {
            throw unknown.isEmpty() ? e : unknown.getFirst();
        }
        if (json()) {
            line(ImageJson.file(name, trash));
        } else {
            line(Printable.line(text("cli.deleted", name, trash)));
        }
        return ExitCode.DONE;
    }

    /** Where nobody can tell who uses a file, somebody does. */
    private static List<String> users(Engine engine, Path file, List<ProblemException> unknown) {
        try {
            return engine.machines().usersOf(file);
        } catch (ProblemException e) {
            unknown.add(e);
            return List.of("?");
        }
    }
}
