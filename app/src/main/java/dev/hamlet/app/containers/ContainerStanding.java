package dev.hamlet.app.containers;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * How the containers stand that a command would be given to.
 *
 * @param all each of them
 * @param host why no container can run here
 */
record ContainerStanding(List<One> all, Optional<Problem> host) {
    static final ContainerStanding NOTHING = new ContainerStanding(List.of(), Optional.empty());

    /**
     * One of them.
     *
     * @param snapshot how it was seen last
     * @param underWay what it has been told and has not come to yet
     */
    record One(ContainerSnapshot snapshot, Optional<ContainerCommand> underWay) {
        static One of(ContainerRow row) {
            return new One(row.snapshot(), row.underWayProperty().get());
        }

        /** Why the command cannot be given to it now. */
        Optional<Phrase> obstacle(ContainerCommand command, Optional<Problem> host) {
            return underWay.map(now -> Phrase.of(now.busyKey(), snapshot.name()))
                    .or(() -> command.obstacle(snapshot, host));
        }
    }

    ContainerStanding {
        all = List.copyOf(all);
    }

    /** Why the command can be given to none of them now. */
    Optional<Phrase> obstacle(ContainerCommand command) {
        if (all.isEmpty()) {
            return Optional.of(Phrase.of("containers.obstacle.none"));
        }
        List<Optional<Phrase>> obstacles =
                all.stream().map(one -> one.obstacle(command, host)).toList();
        if (obstacles.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return all.size() == 1 ? obstacles.getFirst() : Optional.of(Phrase.of("containers.obstacle.several"));
    }

    /** How many of them the command can be given to now. */
    long able(ContainerCommand command) {
        return all.stream().filter(one -> one.obstacle(command, host).isEmpty()).count();
    }

    /** Whether what stands there would go on rather than start. */
    boolean isResumable() {
        return all.stream().anyMatch(one -> ContainerCommand.RESUME.suits(one.snapshot()))
                && all.stream().noneMatch(one -> ContainerCommand.START.suits(one.snapshot()));
    }
}
