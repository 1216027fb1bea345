package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;

/** Decides whether the host can take one more guest. */
@FunctionalInterface
public interface Admission {
    /**
     * Lets the machine start, or not.
     *
     * @param promised what other guests that run now were promised
     * @param overcommit whether the user wants it started whatever the host has
     * @throws ProblemException {@code NotEnoughMemory} or {@code TooManyVcpus}, with figures
     */
    void admit(MachineSpec spec, List<Promise> promised, boolean overcommit) throws ProblemException;
}
