package dev.hamlet.engine;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineContext;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.process.ProcessLauncher;
import java.util.List;

/**
 * All of Hamlet without its window: where a front end begins. The only place that names implementations. Closing it lets
 * go of everything; guests run on. Safe for use by many threads.
 */
public final class Engine implements AutoCloseable {
    private final HamletPaths paths;
    private final Jobs jobs;
    private final MachineStore machines;

    /**
     * An engine of these parts.
     *
     * @param paths where its files lie
     * @param launcher starts programs
     * @param hypervisor runs guests
     * @param time the clock
     */
    public Engine(HamletPaths paths, ProcessLauncher launcher, Hypervisor hypervisor, TimeSource time) {
        this.paths = paths;
        this.jobs = new Jobs(time);
        this.machines = new MachineStore(new MachineContext(
                paths,
                hypervisor,
                jobs,
                time,
                (spec, running, overcommit) -> {},
                image -> List.of(),
                (spec, launch) -> List.of()));
    }

    /** Where its files lie. */
    public HamletPaths paths() {
        return paths;
    }

    /** Work that goes on. */
    public Jobs jobs() {
        return jobs;
    }

    /** The virtual machines. */
    public MachineStore machines() {
        return machines;
    }

    @Override
    public void close() {
        jobs.close();
        machines.close();
    }
}
