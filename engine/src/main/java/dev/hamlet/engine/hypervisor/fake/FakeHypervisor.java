package dev.hamlet.engine.hypervisor.fake;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.AcceleratorChoice;
import dev.hamlet.engine.hypervisor.StartChecks;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Capabilities;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.usage.MonitorFigures;
import dev.hamlet.engine.usage.UsageCounters;
import dev.hamlet.engine.usage.UsageSource;
import dev.hamlet.nativebridge.Processes;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A hypervisor whose guests exist in this process's memory alone. It keeps to the whole contract: checks, states, events,
 * one watcher, one reader of the serial line, ends with their causes. Its guests do what tests and demonstrations tell
 * them ({@link #guest}). Safe for use by many threads.
 */
public final class FakeHypervisor implements Hypervisor, UsageSource {
    private static final String VERSION = "1.0.0";
    private static final String BOARD = "pc-q35-7.2";

    private final TimeSource time;
    private final DiskImages images;
    private final Map<Path, FakeGuest> guests = new ConcurrentHashMap<>();
    private volatile @Nullable Problem startProblem;

    /**
     * A hypervisor without guests.
     *
     * @param paths whose images may build on each other
     * @param launcher never starts a guest; the checks of disks take it
     * @param time the clock
     */
    public FakeHypervisor(HamletPaths paths, ProcessLauncher launcher, TimeSource time) {
        this.time = time;
        this.images = DiskImages.of(paths, launcher);
    }

    /** Lets every start fail for this reason, or none any more. */
    public void failStarts(@Nullable Problem problem) {
        startProblem = problem;
    }

    /** The guest of this machine, to be told what to do; empty if none runs. */
    public Optional<FakeGuest> guest(MachineFolder folder) {
        return Optional.ofNullable(guests.get(folder.path())).filter(FakeGuest::isAlive);
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "Fake",
                VERSION,
                AcceleratorChoice.TCG,
                EnumSet.allOf(Firmware.class),
                List.of(BOARD),
                Set.of("screendump-png"));
    }

    @Override
    public void check(MachineSpec spec, MachineFolder folder) throws ProblemException {
        checked(spec, folder);
    }

    private Map<String, List<DiskHeader>> checked(MachineSpec spec, MachineFolder folder) throws ProblemException {
        Map<String, List<DiskHeader>> chains = StartChecks.run(spec, folder, images);
        Problem problem = startProblem;
        if (problem != null) {
            throw new ProblemException(problem);
        }
        return chains;
    }

    @Override
    public List<String> commandLine(MachineSpec spec, MachineFolder folder) {
        return List.of("fake", "-m", spec.memory().mebibytes() + "M", "-name", spec.name());
    }

    @Override
    public synchronized RunningGuest launch(MachineSpec spec, MachineFolder folder, Progress progress)
            throws ProblemException, InterruptedException {
        if (guest(folder).isPresent()) {
            throw new ProblemException(new MachineProblem.WrongState(spec.name(), "start", "running"));
        }
        Map<String, List<DiskHeader>> chains = checked(spec, folder);
        progress.check();
        HamletPaths.makePrivate(folder.run());
        LaunchRecord record = new LaunchRecord(
                Processes.of().self(),
                id(),
                VERSION,
                AcceleratorChoice.TCG,
                spec.board().isEmpty() ? BOARD : spec.board(),
                spec.vcpus(),
                spec.memory(),
                System.getProperty("user.name", ""),
                time.now(),
                spec.network().connected() ? spec.network().forwards() : List.of(),
                StartChecks.files(spec, folder, chains),
                commandLine(spec, folder),
                spec);
        FakeGuest guest = new FakeGuest(spec.name(), folder, record, time);
        guests.put(folder.path(), guest);
        progress.fraction(1);
        return guest.handle();
    }

    @Override
    public Optional<RunningGuest> adopt(MachineFolder folder) {
        return guest(folder).map(FakeGuest::handle);
    }

    @Override
    public Optional<UsageCounters> counters(MachineFolder folder, LaunchRecord guest) {
        return guest(folder).flatMap(one -> one.counters(guest));
    }

    @Override
    public MonitorFigures ask(MachineFolder folder, LaunchRecord guest) throws ProblemException {
        return guest(folder)
                .orElseThrow(() -> new ProblemException(new HypervisorProblem.MonitorLost("the guest has ended")))
                .ask();
    }
}
