package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How each container stands, and what it is called. Safe for use by many threads. */
final class FakeStore {
    private final Map<ContainerId, ContainerSnapshot> all = new TreeMap<>();

    synchronized List<ContainerSnapshot> list() {
        return all.values().stream()
                .sorted(Comparator.comparing(ContainerSnapshot::name))
                .toList();
    }

    synchronized ContainerSnapshot find(String nameOrId) throws ProblemException {
        return all.values().stream()
                .filter(one -> one.name().equals(nameOrId) || one.id().value().startsWith(nameOrId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new ContainerProblem.ContainerNotFound(nameOrId, "")));
    }

    /** As it was last seen, also once it is gone. */
    synchronized ContainerSnapshot latest(ContainerSnapshot seen) {
        return all.getOrDefault(seen.id(), seen);
    }

    synchronized void requireFree(String name) throws ProblemException {
        if (all.values().stream().anyMatch(one -> one.name().equals(name))) {
            throw new ProblemException(new ContainerProblem.ContainerNameTaken(name, name + "-2"));
        }
    }

    synchronized ContainerSnapshot put(ContainerSnapshot next) {
        all.put(next.id(), next);
        return next;
    }

    synchronized void remove(ContainerId id) {
        all.remove(id);
    }

    static ContainerSpec spec(ContainerSnapshot container) throws ProblemException {
        return container
                .spec()
                .orElseThrow(() -> new ProblemException(
                        container.problem().orElse(new ContainerProblem.ContainerNotFound(container.name(), ""))));
    }
}
