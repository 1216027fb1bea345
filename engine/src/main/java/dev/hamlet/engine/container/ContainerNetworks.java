package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** Networks of containers, of this home. May be used by many threads and processes; calls take milliseconds. */
public interface ContainerNetworks {
    /** All, in the order of their names; {@link NetworkWish#USUAL} is always among them once it was used. */
    List<ContainerNetwork> list() throws ProblemException, InterruptedException;

    /**
     * The network of this name.
     *
     * @throws ProblemException {@code ContainerNetworkNotFound}
     */
    ContainerNetwork find(String name) throws ProblemException, InterruptedException;

    /**
     * Makes a network; nothing of this computer's changes until a container starts on it.
     *
     * @param subnet its addresses; empty for some that lead nowhere else
     * @throws ProblemException {@code ContainerNetworkExists}, {@code ContainerNetworkOverlaps}, {@code
     *     ContainerSettingInvalid}
     */
    ContainerNetwork create(String name, Optional<Subnet> subnet) throws ProblemException, InterruptedException;

    /**
     * Removes a network, and its bridge. With the last one go the rules.
     *
     * @throws ProblemException {@code ContainerNetworkNotFound}, {@code ContainerNetworkInUse}
     */
    void remove(String name) throws ProblemException, InterruptedException;

    /** What does not work on a network whose containers run, and why; cheap. */
    List<Problem> notices(String name) throws ProblemException;

    /** The names of those that {@link #prune} would remove. */
    List<String> prunable() throws ProblemException, InterruptedException;

    /** Removes all networks on which no container runs, and tells their names. */
    List<String> prune() throws ProblemException, InterruptedException;
}
