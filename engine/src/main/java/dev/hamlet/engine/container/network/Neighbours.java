package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells containers who is on their network, by their hosts files. Told by whoever has the turn; what could not be told may be
 * asked by any thread.
 */
final class Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    private final NetworkFiles files;
    private final Namespaces namespaces;
    /** Why containers do not know their neighbours, as far as this program tried to tell them. */
    private final Map<ContainerId, Problem> untold = new ConcurrentHashMap<>();

    Neighbours(NetworkFiles files, Namespaces namespaces) {
        this.files = files;
        this.namespaces = namespaces;
    }

    /** Where a container reaches this computer; 0 for nowhere. */
    int thisComputer(Definition network) {
        return namespaces.isDirect() ? network.subnet().gateway() : WayOut.thisComputer();
    }

    /** Tells all containers of a network who is on it. One that cannot be told is noted, and the others are told. */
    void tell(Definition network) throws ProblemException, InterruptedException {
        List<Lease> leases = files.leases(network);
        for (Lease lease : leases) {
            Optional<Problem> failure = tell(lease, HostsFile.of(lease, thisComputer(network), leases));
            if (failure.isPresent()) {
                LOG.warn(
                        "{} is not told who is on its network: {}",
                        lease.names().getFirst(),
                        failure.get());
                untold.put(lease.container(), failure.get());
            } else {
                untold.remove(lease.container());
            }
        }
    }

    /** Those of a network that this program could not tell. */
    List<Problem> untold(Definition network) throws ProblemException {
        return files.leases(network).stream()
                .flatMap(lease -> Optional.ofNullable(untold.get(lease.container())).stream())
                .toList();
    }

    /** Answers why not. */
    private Optional<Problem> tell(Lease lease, String hosts) throws InterruptedException {
        try {
            Guide.rewrite(lease.hosts(), hosts);
            return Optional.empty();
        } catch (ProblemException first) {
            if (namespaces.isDirect()) {
                return Optional.of(problem(lease, first));
            }
        }
        try {
            regain(lease.hosts());
            Guide.rewrite(lease.hosts(), hosts);
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(problem(lease, e));
        }
    }

    private static Problem problem(Lease lease, ProblemException why) {
        String reason = why.problem() instanceof HostProblem.FileUnusable file
                ? file.why()
                : why.problem().toString();
        return new NetworkProblem.NeighboursUntold(lease.names().getFirst(), lease.hosts(), reason);
    }

    /** A container in the user namespace may have given its file to one of its own users, or taken all rights away. */
    private void regain(Path file) throws ProblemException, InterruptedException {
        if (namespaces.oneUser().isEmpty()) {
            var _ = namespaces.run(ProcessSpec.of("chown", List.of("0:0", "--", file.toString())));
        }
        Guide.readable(file);
    }
}
