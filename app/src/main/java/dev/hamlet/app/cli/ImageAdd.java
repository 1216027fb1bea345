package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a disk or CD image into the library. */
@Command(
        description = "Copy a disk or CD image into the library; the file itself stays as it is.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image add ~/debian-12-generic-amd64.qcow2 --name 'My Debian' --cloud-init debian",
            "  hamlet image add ~/installer.iso",
        })
final class ImageAdd extends Verb {
    @Parameters(paramLabel = "FILE", description = "A disk image (qcow2, raw, vmdk, vdi, vhdx) or CD image.")
    private Path file = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "What it shall be called; else as the file is.")
    private @Nullable String name;

    @Option(names = "--system", paramLabel = "ID", description = "The guest's system, such as debian-12.")
    private String system = "";

    @Option(
            names = "--cloud-init",
            paramLabel = "USER",
            description = "The guest takes first-boot settings, and this is its usual user.")
    private @Nullable String cloudInit;

    ImageAdd(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Path source = ArgumentText.file("FILE", file);
        String title = name == null ? titleOf(source) : name;
        ImageFacts plain =
                ImageFacts.of(title, system, source.toString(), session().now());
        ImageFacts facts = cloudInit == null ? plain : plain.withCloudInit(cloudInit);
        Engine engine = session().engine();
        LibraryImage image = follow(engine.jobs()
                .start(
                        Phrase.of("job.image-add", title),
                        progress -> engine.images().add(source, facts, progress)));
        if (json()) {
            line(ImageJson.one(image, session().words()));
        } else {
            line(Printable.line(text("cli.image.ready", image.name())));
        }
        return ExitCode.DONE;
    }

    private static String titleOf(Path file) {
        String whole = String.valueOf(file.getFileName());
        int dot = whole.lastIndexOf('.');
        return dot > 0 ? whole.substring(0, dot) : whole;
    }
}
