package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings images for containers in. */
@Command(
        description = {
            "Bring container images in: an OCI layout (a folder), an OCI archive, or what docker save or podman save",
            "wrote, packed or not. Every digest is compared first."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image import app.tar",
            "  docker save app | hamlet image import - localhost/app:1",
            "  hamlet image import ./layout localhost/app:2"
        })
final class ImageImportVerb extends Verb {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "A file, a folder, or - for standard input.")
    private String source = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "What the image shall be called; else as it says itself, or like the file.")
    private @Nullable String name;

    ImageImportVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        Optional<ImageReference> wanted = name == null ? Optional.empty() : Optional.of(ImageReference.parse(name));
        Path file = source.equals("-") ? Path.of("-") : ArgumentText.file("SOURCE", source);
        List<Image> images = follow(engine.jobs()
                .start(
                        Phrase.of("job.image-import", file),
                        progress -> source.equals("-")
                                ? engine.containerImages()
                                        .importFrom(session().output().in(), file, wanted, progress)
                                : engine.containerImages().importFrom(file, wanted, progress)));
        if (json()) {
            line(ContainerImageJson.list(engine.containerImages().usage(images)));
        } else {
            images.forEach(image -> line(Printable.line(text("cli.container-image.ready", image.shownName()))));
        }
        return ExitCode.DONE;
    }
}
