package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes volumes. */
@Command(
        description = "Remove volumes with their files. One that a container mounts, running or not, stays.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = "  hamlet volume rm data cache")
final class VolumeRemove extends Verb {
    @Parameters(arity = "1..*", paramLabel = "VOLUME", description = "Names of volumes.")
    private List<String> names = new ArrayList<>();

    VolumeRemove(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerVolumes volumes = session().engine().containers().volumes();
        ExitCode worst = ExitCode.DONE;
        List<String> removed = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            try {
                volumes.remove(name);
                removed.add(name);
            } catch (ProblemException e) {
                ExitCode code = report(e.problem());
                worst = worst == ExitCode.DONE ? code : worst;
            }
        }
        NetworkJson.printRemoved(this, removed);
        return worst;
    }
}
