package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a disk larger. */
@Command(
        description = {
            "Make a disk larger; its guest makes its partitions larger itself. Refused while a machine that uses it runs,",
            "and while another disk builds on it. Images of the library never change."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image grow ~/old.qcow2 40G"})
final class ImageGrow extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "The disk.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "SIZE", description = "What a guest sees from now on, such as 40G.")
    private String size = "";

    ImageGrow(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Path disk = ArgumentText.file("FILE", file);
        ByteSize wanted = ArgumentText.size("SIZE", size);
        Engine engine = session().engine();
        Path grown = follow(engine.imageCare().grow(disk, wanted));
        if (json()) {
            line(ImageJson.disk(engine.disks().inspect(grown)));
        } else {
            line(Printable.line(
                    text("cli.disk.grown", disk, session().words().figures().size(wanted))));
        }
        return ExitCode.DONE;
    }
}
