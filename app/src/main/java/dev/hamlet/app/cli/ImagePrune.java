package dev.hamlet.app.cli;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.ImageUsage;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes images for containers that nobody needs. */
@Command(
        description = {
            "Remove container images that have no name any more, and parts that belong to none. What a container was",
            "made from stays."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image prune", "  hamlet image prune --all --dry-run"})
final class ImagePrune extends Verb {
    @Option(
            names = {"-a", "--all"},
            description = "Also images with names, unless a container was made from them.")
    private boolean all;

    @Option(names = "--dry-run", description = "Show what would be removed, and remove nothing.")
    private boolean dry;

    @Option(
            names = {"-f", "--force"},
            description = "Taken for those who type it: nothing is asked in any case.")
    @SuppressWarnings("UnusedVariable")
    private boolean force;

    ImagePrune(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ImageStore store = session().engine().containerImages();
        if (dry) {
            ImageStore.Prunable prunable = store.wouldPrune(all);
            show(store.usage(prunable.images()), prunable.bytes());
            return ExitCode.DONE;
        }
        ImageStore.Removed removed = store.prune(all);
        if (json()) {
            line(ContainerImageJson.removed(removed));
        } else if (removed.deleted().isEmpty() && removed.freed().bytes() == 0) {
            line(text("cli.container-images.nothing"));
        } else {
            RemovedLines.of(removed, session()).forEach(this::line);
        }
        return ExitCode.DONE;
    }

    private void show(Map<Image, ImageUsage> prunable, ByteSize bytes) {
        if (json()) {
            line(ContainerImageJson.list(prunable));
        } else if (prunable.isEmpty() && bytes.bytes() == 0) {
            line(text("cli.container-images.nothing"));
        } else {
            Table table = new Table()
                    .column(text("head.name"))
                    .column(text("head.id"))
                    .figures(text("head.frees"));
            prunable.forEach((image, usage) -> table.row(
                    image.shownName(),
                    image.id().shortened(),
                    session().words().figures().size(usage.own())));
            table.lines().forEach(this::line);
            line(text("cli.container-images.frees", session().words().figures().size(bytes)));
        }
    }
}
