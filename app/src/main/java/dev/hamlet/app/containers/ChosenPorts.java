package dev.hamlet.app.containers;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The ports that were chosen for containers of which any free one was wanted: asked for once in each run. Belongs to whoever
 * looks, one thread at a time.
 */
final class ChosenPorts {
    private final ContainerEngine engine;
    private final Map<ContainerId, Known> known = new HashMap<>();

    /** What was chosen for the run that began then. */
    private record Known(Optional<Instant> started, List<PublishedPort> ports) {}

    ChosenPorts(ContainerEngine engine) {
        this.engine = engine;
    }

    /** The ports by which a container is reached now, or would be if it ran: 0 for one that is not chosen yet. */
    List<PublishedPort> of(ContainerSnapshot container) throws InterruptedException {
        NetworkWish wish = container.spec().map(spec -> spec.wish().network()).orElse(NetworkWish.NOTHING);
        if (!container.state().isLive() || wish.ports().stream().noneMatch(port -> port.hostPort() == 0)) {
            return wish.ports();
        }
        Known before = known.get(container.id());
        if (before != null && before.started().equals(container.started())) {
            return before.ports();
        }
        try {
            for (ContainerNetwork.Member one :
                    engine.networks().find(wish.network()).members()) {
                if (one.id().equals(container.id())) {
                    known.put(container.id(), new Known(container.started(), one.ports()));
                    return one.ports();
                }
            }
        } catch (ProblemException e) {
            // It has just ended, or its network cannot be read now: the next look asks again.
            return wish.ports();
        }
        return wish.ports();
    }

    /** Forgets all but these. */
    void keep(List<ContainerSnapshot> there) {
        known.keySet().retainAll(there.stream().map(ContainerSnapshot::id).collect(Collectors.toSet()));
    }
}
