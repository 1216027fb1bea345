package dev.hamlet.app.cli;

import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.LayerStep;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the layers of an image for containers. */
@Command(
        description = "List the layers of a container image with the steps that made them, the newest first.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image layers busybox"})
final class ImageLayers extends Verb {
    private static final int BRIEF = 60;

    @Parameters(paramLabel = "IMAGE", description = "Name or id of a container image.")
    private String image = "";

    @Option(names = "--no-trunc", description = "Show all of each step.")
    private boolean whole;

    ImageLayers(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Image found = session().engine().containerImages().resolve(image);
        List<LayerStep> lines = LayerStep.of(found);
        if (json()) {
            line(ContainerImageJson.layers(found, lines));
            return ExitCode.DONE;
        }
        Table table = new Table()
                .column(text("head.layer"))
                .figures(text("head.size"))
                .column(text("head.created"))
                .column(text("head.step"));
        for (LayerStep one : lines) {
            table.row(
                    one.layer().map(layer -> layer.digest().shortened()).orElse(""),
                    one.layer()
                            .map(layer -> session().words().figures().size(layer.size()))
                            .orElse(""),
                    one.step()
                            .created()
                            .map(time -> time.toString().substring(0, 10))
                            .orElse(""),
                    brief(one.step().createdBy()));
        }
        table.lines().forEach(this::line);
        return ExitCode.DONE;
    }

    private String brief(String step) {
        String one = step.replaceAll("\\s+", " ");
        return whole || one.length() <= BRIEF ? one : one.substring(0, BRIEF - 1) + "…";
    }
}
