package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.inventory.ImageCheck;
import dev.hamlet.engine.media.BrokenImage;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks at all bytes of an image. */
@Command(
        description = {
            "Look at all of an image: the structure of a disk, and the digest that an image of the library came with.",
            "Repairs nothing."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image verify 'Debian 12'", "  hamlet image verify ~/old.qcow2"})
final class ImageVerify extends Verb {
    @Parameters(paramLabel = "IMAGE", description = "Name or id of an image of the library, or a file.")
    private String image = "";

    ImageVerify(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        Path file = file(engine);
        ImageCheck check = follow(engine.imageCare().verify(file));
        if (json()) {
            line(ImageJson.check(file, check));
        } else {
            boolean proven = check.verdict() == ImageCheck.Verdict.VERIFIED;
            line(Printable.line(text(proven ? "cli.image.verified" : "cli.image.sound", image)));
        }
        return ExitCode.DONE;
    }

    private Path file(Engine engine) throws ProblemException {
        try {
            LibraryEntry entry = engine.images().findEntry(image);
            return switch (entry) {
                case BrokenImage broken -> throw new ProblemException(broken.problem());
                case LibraryImage whole -> whole.files().getFirst();
            };
        } catch (ProblemException e) {
            Path file = ArgumentText.file("IMAGE", image);
            if (!(e.problem() instanceof MediaProblem.ImageNotFound) || !Files.exists(file)) {
                throw e;
            }
            return file;
        }
    }
}
