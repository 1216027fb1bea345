package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.image.ExportForm;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an image for containers to a file. */
@Command(
        description = "Write a container image for other programs: whole or not at all, and never over what is there.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image export busybox -o busybox.tar",
            "  hamlet image export busybox -o layout --format oci-dir",
            "  hamlet image export busybox -o - | docker load"
        })
final class ImageExportVerb extends Verb {
    @Parameters(paramLabel = "IMAGE", description = "Name or id of a container image.")
    private String image = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where to; - is standard output.")
    private String output = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "docker-archive (usual), oci-archive, or oci-dir, which is a folder.")
    private String format = "docker-archive";

    ImageExportVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ExportForm form = form();
        Engine engine = session().engine();
        Image found = engine.containerImages().resolve(image);
        boolean stream = output.equals("-");
        Path file = stream ? Path.of("-") : ArgumentText.file("--output", output);
        Object _ = follow(engine.jobs().start(Phrase.of("job.image-export", found.shownName()), progress -> {
            if (stream) {
                engine.containerImages().export(found, form, session().output().stream(), file, progress);
            } else {
                engine.containerImages().export(found, form, file, progress);
            }
            return file;
        }));
        if (json() && !stream) {
            line(ContainerImageJson.exported(found, file));
        } else if (!stream) {
            line(Printable.line(text("cli.container-image.exported", found.shownName(), file)));
        }
        return ExitCode.DONE;
    }

    private ExportForm form() throws ProblemException {
        Optional<ExportForm> form = Arrays.stream(ExportForm.values())
                .filter(one -> word(one).equals(format))
                .findFirst();
        if (form.isEmpty() || (form.get() == ExportForm.OCI_LAYOUT && output.equals("-"))) {
            throw ArgumentText.invalid("--format", format, "docker-archive, oci-archive, or oci-dir to a folder");
        }
        return form.get();
    }

    /** As Podman calls them. */
    private static String word(ExportForm form) {
        return switch (form) {
            case OCI_LAYOUT -> "oci-dir";
            case OCI_ARCHIVE -> "oci-archive";
            case DOCKER_ARCHIVE -> "docker-archive";
        };
    }
}
