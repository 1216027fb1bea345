package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.fake.FakeGuest;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.ManualTime;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A home with a hypervisor in memory: a store of machines, and others as other processes would have them. */
final class TestHome implements AutoCloseable {
    private final HamletPaths paths;
    private final TimeSource time;
    private final FakeHypervisor hypervisor;
    private final List<MachineStore> stores = new ArrayList<>();
    private final Map<Path, List<Path>> backing = new HashMap<>();
    private @Nullable Problem refusal;

    /** A home whose clock moves when somebody waits, and only then: nobody's patience ends but by waiting. */
    TestHome(Path folder) throws ProblemException {
        this(folder, new ManualTime());
    }

    /** A home with this clock: with the system's where several wait for one another. */
    TestHome(Path folder, TimeSource time) throws ProblemException {
        this.time = time;
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve("home").toString()));
        hypervisor = new FakeHypervisor(paths, new SystemProcessLauncher(Map.of()), time);
        stores.add(newStore());
    }

    private MachineStore newStore() {
        return new MachineStore(context());
    }

    private MachineContext context() {
        return new MachineContext(
                paths,
                hypervisor,
                new Jobs(time),
                time,
                (spec, running, overcommit) -> {
                    if (refusal != null && !overcommit) {
                        throw new ProblemException(refusal);
                    }
                },
                (image, format) -> backing.getOrDefault(image, List.of()),
                (folder, spec, launch) -> List.of());
    }

    /** How a machine stands, told to this listener, without the machine. */
    Condition condition(MachineId id, Consumer<MachineEvent> told) {
        return new Condition(new MachineFolder(paths.machines().resolve(id.value())), context(), told);
    }

    HamletPaths paths() {
        return paths;
    }

    FakeHypervisor hypervisor() {
        return hypervisor;
    }

    MachineStore store() {
        return stores.getFirst();
    }

    /** What another process at the same home would have. */
    MachineStore otherStore() {
        MachineStore other = newStore();
        stores.add(other);
        return other;
    }

    /** From now on every careful start is refused for this reason. */
    void refuseStarts(@Nullable Problem why) {
        refusal = why;
    }

    /** This image builds on that one. */
    void backing(Path image, Path below) {
        backing.put(image, List.of(below));
    }

    Machine machine(String name) throws ProblemException, InterruptedException {
        return machine(name, builder -> {});
    }

    Machine machine(String name, Machine.Change change) throws ProblemException, InterruptedException {
        MachineSpecBuilder builder = MachineSpec.named(name);
        change.apply(builder);
        return store().create(builder.build(), (folder, progress) -> {}).await();
    }

    Machine running(String name) throws ProblemException, InterruptedException {
        Machine machine = machine(name);
        machine.start(StartOptions.CAREFUL).await();
        return machine;
    }

    FakeGuest guest(Machine machine) {
        return hypervisor.guest(machine.folder()).orElseThrow();
    }

    void write(Path file, String content) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stores.forEach(MachineStore::close);
    }
}
