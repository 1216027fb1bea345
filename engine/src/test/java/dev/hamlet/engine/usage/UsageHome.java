package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.hypervisor.fake.FakeGuest;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineContext;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Machines with guests in memory, and meters whose clock tests move. */
final class UsageHome implements AutoCloseable {
    final StepTime time = new StepTime();
    final HamletPaths paths;
    final FakeHypervisor hypervisor;
    private final List<MachineStore> stores = new ArrayList<>();

    UsageHome(Path folder) throws ProblemException {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve("home").toString()));
        hypervisor = new FakeHypervisor(paths, new SystemProcessLauncher(Map.of()), time);
        stores.add(newStore());
    }

    MachineStore store() {
        return stores.getFirst();
    }

    /** What another process at the same home would have. */
    MachineStore otherStore() {
        stores.add(newStore());
        return stores.getLast();
    }

    private MachineStore newStore() {
        // Real time: its waits are for other threads, not for the meter.
        TimeSource real = TimeSource.system();
        return new MachineStore(new MachineContext(
                paths,
                hypervisor,
                new Jobs(real),
                real,
                (spec, running, overcommit) -> {},
                (image, format) -> List.of(),
                (folder, spec, launch) -> List.of()));
    }

    Machine running(String name) throws ProblemException, InterruptedException {
        Machine machine = store().create(MachineSpec.named(name).vcpus(2).build(), (folder, progress) -> {})
                .await();
        start(machine);
        return machine;
    }

    void start(Machine machine) throws ProblemException, InterruptedException {
        machine.start(StartOptions.CAREFUL).await();
    }

    FakeGuest guest(Machine machine) {
        return hypervisor.guest(machine.folder()).orElseThrow();
    }

    UsageMeter meter(MachineStore store) {
        return new UsageMeter(paths, store, hypervisor, HostCapacity.ofThisHost(), time);
    }

    @Override
    public void close() {
        stores.forEach(MachineStore::close);
    }
}
