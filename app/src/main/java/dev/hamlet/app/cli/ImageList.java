package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.media.BrokenImage;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the images of the library. */
@Command(
        description = "List the images of the library, which machines are made from. Broken ones are listed too.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image list", "  hamlet image list --json | jq -r '.images[].name'"})
final class ImageList extends Verb {
    ImageList(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException {
        List<LibraryEntry> images = session().engine().images().list();
        if (json()) {
            line(ImageJson.list(images, session().words()));
        } else if (images.isEmpty()) {
            line(text("cli.images.none"));
        } else {
            table(images).lines().forEach(this::line);
        }
        session().engine().images().problems().forEach(session()::note);
        return ExitCode.DONE;
    }

    private Table table(List<LibraryEntry> images) {
        Table table = new Table()
                .column(text("head.name"))
                .column(text("head.system"))
                .column(text("head.kind"))
                .figures(text("head.size"))
                .column(text("head.created"))
                .column(text("head.notes"));
        for (LibraryEntry entry : images) {
            switch (entry) {
                case LibraryImage image ->
                    table.row(
                            image.name(),
                            image.facts().system(),
                            text("value.image." + ImageJson.kind(image)),
                            session().words().figures().size(ImageJson.bytes(image)),
                            image.facts().made().toString().substring(0, 10),
                            "");
                case BrokenImage broken ->
                    table.row(
                            broken.name(),
                            "",
                            "",
                            "",
                            "",
                            ProblemWords.of(broken.problem(), session().words()).title());
            }
        }
        return table;
    }
}
