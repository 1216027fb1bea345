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

    /** Whether a container that stands so can be told this at all. */
    boolean suits(ContainerSnapshot container) {
        return isPossible(container.state());
    }

    private boolean isPossible(ContainerState state) {
        return switch (this) {
            case START ->
                state == ContainerState.CREATED || state == ContainerState.EXITED || state == ContainerState.RESTARTING;
            case RESUME -> state == ContainerState.PAUSED;
            case PAUSE -> state == ContainerState.RUNNING;
            case STOP -> state.isLive() || state == ContainerState.RESTARTING;
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
        // Whatever keeps new programs from running here, those that run can be ended, and what ended can be removed.
        return this == START && host.filter(why -> hinders(why, container)).isPresent()
                ? Optional.of(Phrase.of("containers.obstacle.host"))
                : Optional.empty();
    }

    /** One that nothing shall confine needs no profile. */
    private static boolean hinders(Problem why, ContainerSnapshot container) {
        return !(why instanceof ContainerProblem.SeccompProfileMissing)
                || container.spec().filter(spec -> !spec.wish().confined()).isEmpty();
    }

    /** Whether something may be lost by it, so that the person is asked first. */
    public boolean asksFirst() {
        return this == REMOVE;
    }

    /** The key of what is said while it is under way: {@code containers.busy.remove}. */
    String busyKey() {
        return "containers.busy." + MachineWords.word(this);
    }

    /** The key of its words: {@code containers.remove}. */
    public String key() {
        return "containers." + MachineWords.word(this);
    }
}
