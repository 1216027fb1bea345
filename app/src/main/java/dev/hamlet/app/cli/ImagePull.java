package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings an image of the catalogue into the library. */
@Command(
        description = {
            "Bring an image of the catalogue into the library. What was cut off goes on where it stopped,",
            "and an image whose digest is not the promised one is never used."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image pull debian-12", "  hamlet catalog    to see what there is"})
final class ImagePull extends Verb {
    @Parameters(paramLabel = "ID", description = "Id of an entry of the catalogue.")
    private String id = "";

    ImagePull(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        CatalogEntry entry = engine.catalog().find(id);
        LibraryImage image = follow(engine.jobs()
                .start(
                        Phrase.of("job.image-pull", CatalogImages.imageName(entry)),
                        progress -> engine.catalogImages().fetch(entry, progress)));
        if (json()) {
            line(ImageJson.one(image, session().words()));
        } else {
            line(Printable.line(text("cli.image.ready", image.name())));
        }
        return ExitCode.DONE;
    }
}
