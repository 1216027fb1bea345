package dev.hamlet.app.containers;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.Optional;

/** What can be done to a container, and when. */
public enum ContainerCommand {
    START,
    RESUME,
    PAUSE,
    STOP,
    /** Removes it with its files. */
    REMOVE;

    private boolean isPossible(ContainerState state) {
        return switch (this) {
            case START -> state == ContainerState.CREATED || state == ContainerState.EXITED;
            case RESUME -> state == ContainerState.PAUSED;
            case PAUSE -> state == ContainerState.RUNNING;
            case STOP -> state.isLive();
            case REMOVE -> !state.isLive();
        };
    }

    /**
     * Why this cannot be done to a container that stands so; empty where it can.
     *
     * @param host why no container can run here
     */
    Optional<Phrase> obstacle(ContainerSnapshot container, Optional<Problem> host) {
        if (!isPossible(container.state())) {
            return Optional.of(
                    Phrase.of("containers.obstacle." + MachineWords.word(container.state()), container.name()));
        }
        // What does not run is removed without the program that would run it.
        boolean hinders = host.filter(why -> this != REMOVE || why instanceof ContainerProblem.RootlessNotYet)
                .isPresent();
        return hinders ? Optional.of(Phrase.of("containers.obstacle.host")) : Optional.empty();
    }

    /** The key of its words: {@code containers.remove}. */
    String key() {
        return "containers." + MachineWords.word(this);
    }
}
