package dev.hamlet.app.cli;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
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
final class ImagePrune extends PruneVerb {
    @Option(
            names = {"-a", "--all"},
            description = "Also images with names, unless a container was made from them.")
    private boolean all;

    ImagePrune(Session session) {
        super(session, "hamlet image prune");
    }

    private ImageStore store() throws ProblemException {
        return session().engine().containerImages();
    }

    @Override
    List<String> removable() throws ProblemException, InterruptedException {
        ImageStore.Prunable prunable = store().wouldPrune(all);
        ByteSize bytes = prunable.bytes();
        if (prunable.images().isEmpty() && bytes.bytes() == 0) {
            return List.of();
        }
        Table table =
                new Table().column(text("head.name")).column(text("head.id")).figures(text("head.frees"));
        store().usage(prunable.images())
                .forEach((image, usage) -> table.row(
                        image.shownName(),
                        image.id().shortened(),
                        session().words().figures().size(usage.own())));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(text("cli.container-images.frees", session().words().figures().size(bytes)));
        return lines;
    }

    @Override
    String removableJson() throws ProblemException, InterruptedException {
        return ContainerImageJson.list(store().usage(store().wouldPrune(all).images()));
    }

    @Override
    void remove() throws ProblemException, InterruptedException {
        ImageStore.Removed removed = store().prune(all);
        if (json()) {
            line(ContainerImageJson.removed(removed));
        } else if (removed.deleted().isEmpty() && removed.freed().bytes() == 0) {
            line(text("cli.prune.nothing"));
        } else {
            RemovedLines.of(removed, session()).forEach(this::line);
        }
    }
}
