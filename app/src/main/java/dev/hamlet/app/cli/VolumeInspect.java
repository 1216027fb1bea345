package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells all of one volume. */
@Command(
        description = "Print all that is known of a volume, as JSON.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = "  hamlet volume inspect data | jq -r '.usedBy[].name'")
final class VolumeInspect extends Verb {
    @Parameters(paramLabel = "VOLUME", description = "Its name.")
    private String name = "";

    VolumeInspect(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerVolumes volumes = session().engine().containers().volumes();
        ContainerVolume volume = volumes.find(name);
        line(VolumeJson.one(volume, volumes.size(volume)));
        return ExitCode.DONE;
    }
}
