package dev.hamlet.engine.usage;

import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;

/** Where the figures of guests come from; hypervisors implement it. Safe for use by many threads. */
public interface UsageSource {
    /**
     * Reads the counters of this very guest. Called every second for each running guest: takes some microseconds and waits
     * for nobody.
     *
     * @return empty if it has ended, whatever has its process number now
     */
    Optional<UsageCounters> counters(MachineFolder folder, LaunchRecord guest);

    /**
     * Asks the guest's monitor for what {@link #counters} cannot tell. May take seconds, and is called rarely.
     *
     * @throws ProblemException if it does not answer
     */
    MonitorFigures ask(MachineFolder folder, LaunchRecord guest) throws ProblemException, InterruptedException;
}
