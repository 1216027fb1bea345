package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.ImageUsage;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what an image for containers is. */
@Command(
        description = "Show what a container image is, how its containers are run, and what it takes on the disk.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image inspect busybox", "  hamlet image inspect busybox --json | jq .command"})
final class ImageInspect extends Verb {
    @Parameters(paramLabel = "IMAGE", description = "Name or id of a container image.")
    private String image = "";

    ImageInspect(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ImageStore store = session().engine().containerImages();
        Image found = store.resolve(image);
        ImageUsage usage = store.usage(List.of(found)).values().iterator().next();
        List<String> usedBy = store.usedBy(found);
        if (json()) {
            line(ContainerImageJson.one(found, usage, usedBy));
        } else {
            table(found, usage, usedBy).lines().forEach(this::line);
        }
        return ExitCode.DONE;
    }

    private Table table(Image found, ImageUsage usage, List<String> usedBy) {
        Figures figures = session().words().figures();
        ImageConfig.RunConfig run = found.config().run();
        Table table = new Table().column(text("head.name")).column(Printable.line(found.shownName()));
        found.references().stream()
                .skip(1)
                .map(ImageReference::familiar)
                .forEach(name -> table.row(text("head.also"), name));
        table.row(text("head.id"), found.id().hex());
        table.row(text("head.digest"), found.digest().toString());
        table.row(text("head.platform"), found.config().platform().toString());
        table.row(
                text("head.created"),
                found.config().created().map(Instant::toString).orElse(""));
        table.row(
                text("head.size"),
                text(
                        "value.image-size",
                        figures.size(usage.packed()),
                        figures.size(usage.unpacked()),
                        figures.size(usage.own())));
        row(table, "head.entrypoint", String.join(" ", run.entrypoint()));
        row(table, "head.command", String.join(" ", run.command()));
        run.environment().forEach(one -> table.row(text("head.environment"), one));
        row(table, "head.user", run.user());
        row(table, "head.working-directory", run.workingDirectory());
        row(table, "head.ports", String.join(", ", run.exposedPorts()));
        row(table, "head.volumes", String.join(", ", run.volumes()));
        row(table, "head.stop-signal", run.stopSignal());
        run.labels().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(label -> table.row(text("head.label"), label.getKey() + "=" + label.getValue()));
        row(table, "head.used-by", String.join(", ", usedBy));
        return table;
    }

    /** What is not said needs no line. */
    private void row(Table table, String head, String value) {
        if (!value.isEmpty()) {
            table.row(text(head), value);
        }
    }
}
