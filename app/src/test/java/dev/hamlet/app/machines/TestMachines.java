package dev.hamlet.app.machines;

import dev.hamlet.app.details.DetailsSources;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.hypervisor.fake.FakeGuest;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Admission;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineContext;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.usage.UsageMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store of machines in a folder of a test, over guests in memory. */
public final class TestMachines implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(5);

    private final FakeHypervisor hypervisor;
    private final HamletPaths paths;
    private final @Nullable Engine engine;
    private final Jobs jobs;
    private final MachineStore store;
    private final UsageMeter usage;
    private volatile boolean memoryShort;
    private volatile boolean held;

    /** The machines of an engine in this folder, whose guests live in memory. */
    public static TestMachines ofEngine(Path folder) throws ProblemException {
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        FakeHypervisor hypervisor = new FakeHypervisor(paths, new SystemProcessLauncher(Map.of()), TimeSource.system());
        Engine engine = new Engine(paths, new SystemProcessLauncher(Map.of()), hypervisor, TimeSource.system());
        return new TestMachines(paths, hypervisor, engine);
    }

    private TestMachines(HamletPaths paths, FakeHypervisor hypervisor, Engine engine) {
        this.paths = paths;
        this.hypervisor = hypervisor;
        this.engine = engine;
        this.jobs = engine.jobs();
        this.store = engine.machines();
        this.usage = engine.usage();
    }

    /** The engine, where there is a whole one. */
    public Engine engine() {
        return Objects.requireNonNull(engine);
    }

    /** Machines in this folder. */
    public TestMachines(Path folder) throws ProblemException {
        this(folder, TimeSource.system());
    }

    /** Machines in this folder, which go by this clock. */
    public TestMachines(Path folder, TimeSource time) throws ProblemException {
        engine = null;
        jobs = new Jobs(time);
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        hypervisor = new FakeHypervisor(paths, new SystemProcessLauncher(Map.of()), TimeSource.system());
        Admission admission = (spec, running, overcommit) -> {
            if (memoryShort && !overcommit) {
                throw new ProblemException(new MachineProblem.NotEnoughMemory(
                        spec.name(), spec.memory().bytes(), 1 << 20));
            }
            awaitRelease();
        };
        store = new MachineStore(new MachineContext(
                paths,
                hypervisor,
                jobs,
                time,
                admission,
                (image, format) -> List.of(),
                (place, spec, launch) -> List.of(new HostProblem.KvmTooSlow(264))));
        usage = new UsageMeter(paths, store, hypervisor, HostCapacity.ofThisHost(), TimeSource.system());
    }

    private void awaitRelease() {
        try {
            if (!TimeSource.system().await(() -> !held, Duration.ofSeconds(30), STEP)) {
                throw new AssertionError("the start was never let go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the files lie. */
    public HamletPaths paths() {
        return paths;
    }

    /** What the details of a machine ask beside the machines. */
    public DetailsSources sources() {
        return new DetailsSources(
                new DiskImages(new SystemProcessLauncher(System.getenv()), paths.data()),
                new CdImages(),
                usage,
                paths.state().resolve("hamlet.log"));
    }

    /** What the guests use. */
    public UsageMeter usage() {
        return usage;
    }

    /** The work. */
    public Jobs jobs() {
        return jobs;
    }

    /** The machines. */
    public MachineStore store() {
        return store;
    }

    /** Makes a machine, with a forwarded port that is free. */
    public Machine make(String name) throws ProblemException, InterruptedException {
        MachineSpec spec = MachineSpec.named(name)
                .memory(ByteSize.ofMebibytes(512))
                .vcpus(2)
                .forwards(List.of(PortForward.tcp(freePort(), 22)))
                .build();
        return store.create(spec, (folder, progress) -> {}).await();
    }

    /** A port of this computer that nobody had a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What runs the guests. */
    public FakeHypervisor hypervisor() {
        return hypervisor;
    }

    /** The guest of this machine. */
    public FakeGuest guest(Machine machine) {
        return hypervisor.guest(machine.folder()).orElseThrow();
    }

    /** From now on starts find too little memory. */
    public void shortenMemory() {
        memoryShort = true;
    }

    /** From now on starts wait, or go on. */
    public void hold(boolean starts) {
        held = starts;
    }

    /** Lets go of everything and removes the files: a look that is under way may bring some back for a moment. */
    @Override
    public void close() {
        usage.close();
        if (engine != null) {
            engine.close();
        } else {
            store.close();
            jobs.close();
        }
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Files.exists(paths.data())) {
            try (Stream<Path> all = Files.walk(paths.data())) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException | UncheckedIOException e) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("files of the test cannot be removed", e);
                }
            }
        }
    }
}
