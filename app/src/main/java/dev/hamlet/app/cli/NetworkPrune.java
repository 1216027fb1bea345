package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerNetworks;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;

/** Removes networks of containers that nobody uses. */
@Command(
        description = {
            "Remove all networks on which no container runs, with their bridges; with the last one goes all that Hamlet told",
            "nftables. The usual network comes again with the next container."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet network prune --dry-run", "  hamlet network prune"})
final class NetworkPrune extends PruneVerb {
    NetworkPrune(Session session) {
        super(session, "hamlet network prune");
    }

    @Override
    List<String> removable() throws ProblemException, InterruptedException {
        return networks().prunable().stream().map(Printable::line).toList();
    }

    @Override
    String removableJson() throws ProblemException, InterruptedException {
        return NetworkJson.removable(networks().prunable());
    }

    @Override
    void remove() throws ProblemException, InterruptedException {
        List<String> removed = networks().prune();
        if (!json() && removed.isEmpty()) {
            line(text("cli.prune.nothing"));
        } else {
            NetworkJson.printRemoved(this, removed);
        }
    }

    private ContainerNetworks networks() throws ProblemException {
        return session().engine().containers().networks();
    }
}
