package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerNetworks;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes networks of containers. */
@Command(
        description = "Remove networks on which no container runs.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = "  hamlet network rm inner")
final class NetworkRemove extends Verb {
    @Parameters(arity = "1..*", paramLabel = "NETWORK", description = "Names of networks.")
    private List<String> names = new ArrayList<>();

    NetworkRemove(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerNetworks networks = session().engine().containers().networks();
        ExitCode worst = ExitCode.DONE;
        List<String> removed = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            try {
                networks.remove(name);
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
