package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an empty disk. */
@Command(
        description = "Make an empty disk image. A file of that name is left alone.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image create data.qcow2 --size 20G"})
final class ImageCreate extends Verb {
    @Parameters(paramLabel = "FILE", description = "Where it shall be.")
    private Path file = Path.of("");

    @Option(names = "--size", required = true, paramLabel = "SIZE", description = "What a guest sees, such as 20G.")
    private String size = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "qcow2",
            description = "qcow2, raw, vmdk, vdi, vhdx or vhd (default: ${DEFAULT-VALUE}).")
    private String format = "qcow2";

    ImageCreate(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Path disk = ArgumentText.file("FILE", file);
        ByteSize wanted = ArgumentText.size("--size", size);
        DiskFormat kind = DiskFormat.ofWord(format)
                .orElseThrow(() -> ArgumentText.invalid("--format", format, "qcow2, raw, vmdk, vdi, vhdx or vhd"));
        Engine engine = session().engine();
        Path made = follow(engine.jobs().start(Phrase.of("job.image-create", disk), progress -> {
            engine.disks().create(disk, kind, wanted);
            return disk;
        }));
        if (json()) {
            line(ImageJson.file(String.valueOf(made.getFileName()), made));
        } else {
            line(Printable.line(
                    text("cli.disk.made", made, session().words().figures().size(wanted))));
        }
        return ExitCode.DONE;
    }
}
