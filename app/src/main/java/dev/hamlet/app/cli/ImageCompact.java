package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.engine.media.Compaction;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives back what a disk does not need. */
@Command(
        description = {
            "Give back what a disk holds and does not need: zeros, and room that lies unused in the file. It is written",
            "anew beside itself, and then takes its own place; cut off at any moment, it is as it was. Refused while a",
            "machine that uses it runs, and while another disk builds on it."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image compact ~/old.qcow2"})
final class ImageCompact extends Verb {
    @Parameters(paramLabel = "FILE", description = "The disk.")
    private Path file = Path.of("");

    ImageCompact(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Path disk = ArgumentText.file("FILE", file);
        Compaction done = follow(session().engine().imageCare().compact(disk));
        if (json()) {
            line(ImageJson.compaction(disk, done));
        } else {
            Figures figures = session().words().figures();
            line(Printable.line(
                    done.gained().bytes() == 0
                            ? text("cli.disk.compact-already", disk)
                            : text(
                                    "cli.disk.compacted",
                                    disk,
                                    figures.size(done.before()),
                                    figures.size(done.after()))));
        }
        return ExitCode.DONE;
    }
}
