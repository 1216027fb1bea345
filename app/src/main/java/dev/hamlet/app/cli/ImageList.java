package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.ImageUsage;
import dev.hamlet.engine.media.BrokenImage;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the images of the library. */
@Command(
        description = {
            "List the images of the library, which machines are made from, and those that containers are made from.",
            "Broken ones of the library are listed too."
        },
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
        ImageStore store = session().engine().containerImages();
        Map<Image, ImageUsage> containers = store.usage(store.list());
        if (json()) {
            line(ImageJson.list(images, containers, session().words()));
        } else if (images.isEmpty() && containers.isEmpty()) {
            line(text("cli.images.none"));
        } else {
            table(images, containers).lines().forEach(this::line);
        }
        session().engine().images().problems().forEach(session()::note);
        return ExitCode.DONE;
    }

    private Table table(List<LibraryEntry> images, Map<Image, ImageUsage> containers) {
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
        containers.forEach((image, usage) -> names(image)
                .forEach(name -> table.row(
                        name,
                        image.config().platform().toString(),
                        text("value.image.container"),
                        session().words().figures().size(usage.all()),
                        image.config()
                                .created()
                                .map(time -> time.toString().substring(0, 10))
                                .orElse(""),
                        image.id().shortened())));
        return table;
    }

    /** A line for each name, as people look for them. */
    private List<String> names(Image image) {
        return image.references().isEmpty()
                ? List.of(text("value.no-name"))
                : image.references().stream().map(ImageReference::familiar).toList();
    }
}
