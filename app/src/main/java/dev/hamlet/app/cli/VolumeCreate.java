package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a volume. */
@Command(
        description = {
            "Make an empty volume, and print its name. A container makes one that it mounts and that is missing by itself."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet volume create data", "  hamlet container run --rm -v data:/data busybox touch /data/x"})
final class VolumeCreate extends Verb {
    @Option(
            names = {"-l", "--label"},
            paramLabel = "NAME=VALUE",
            description = "What else is said of it, for other programs to read.")
    private List<String> labels = new ArrayList<>();

    @Parameters(arity = "0..1", paramLabel = "VOLUME", description = "What it is called (default: a name by chance).")
    private String name = "";

    VolumeCreate(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerVolumes volumes = session().engine().containers().volumes();
        ContainerVolume made = volumes.create(name, LabelText.parse(labels));
        line(json() ? VolumeJson.one(made, volumes.size(made)) : made.name());
        return ExitCode.DONE;
    }
}
