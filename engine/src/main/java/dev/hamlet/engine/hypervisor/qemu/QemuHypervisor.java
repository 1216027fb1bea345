package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.AcceleratorChoice;
import dev.hamlet.engine.hypervisor.StartChecks;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.Capabilities;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.usage.MonitorFigures;
import dev.hamlet.engine.usage.UsageCounters;
import dev.hamlet.engine.usage.UsageSource;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs guests in QEMU processes that outlive Hamlet. Safe for use by many threads; calls for one machine are made one
 * after another, which its folder's lock sees to.
 */
public final class QemuHypervisor implements Hypervisor, UsageSource {
    /** The program for x86-64 guests. */
    public static final String PROGRAM = "qemu-system-x86_64";

    private static final Path IO_URING_SWITCH = Path.of("/proc/sys/kernel/io_uring_disabled");

    private final QemuProbe probe;
    private final DiskImages images;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final AcceleratorChoice accelerators;
    private final Duration patience;
    private final FirmwareFinder firmwares = new FirmwareFinder();
    private final UsageSource usage;
    private final PasstTrial trial;

    /**
     * A hypervisor of this QEMU.
     *
     * @param program its name, looked up on the search path, or its whole path
     * @param paths where the answers of its probe are kept
     * @param launcher starts it
     * @param time the clock
     * @param accelerators decides what runs guest code
     */
    public QemuHypervisor(
            String program,
            HamletPaths paths,
            ProcessLauncher launcher,
            TimeSource time,
            AcceleratorChoice accelerators) {
        this(program, paths, launcher, time, accelerators, QemuStart.PATIENCE);
    }

    /** One whose starts may go this long without a sign of progress. */
    QemuHypervisor(
            String program,
            HamletPaths paths,
            ProcessLauncher launcher,
            TimeSource time,
            AcceleratorChoice accelerators,
            Duration patience) {
        this.probe = new QemuProbe(program, paths, launcher);
        this.images = DiskImages.of(paths, launcher);
        this.launcher = launcher;
        this.time = time;
        this.accelerators = accelerators;
        this.patience = patience;
        this.usage = new QemuUsage(time);
        this.trial = new PasstTrial(paths, launcher, time);
    }

    @Override
    public String id() {
        return "qemu";
    }

    @Override
    public Capabilities capabilities() throws ProblemException, InterruptedException {
        QemuFacts facts = probe.facts();
        Set<Firmware> firmware = EnumSet.of(Firmware.BIOS);
        if (firmwares.find().isPresent()) {
            firmware.add(Firmware.UEFI);
        }
        return new Capabilities(
                "QEMU",
                facts.version(),
                accelerator(facts, Acceleration.AUTO),
                firmware,
                facts.boards(),
                facts.features());
    }

    @Override
    public void check(MachineSpec spec, MachineFolder folder) throws ProblemException, InterruptedException {
        probe.facts();
        if (spec.firmware() == Firmware.UEFI) {
            firmwares.uefi();
        }
        checkFiles(spec, folder);
    }

    private Map<String, List<DiskHeader>> checkFiles(MachineSpec spec, MachineFolder folder) throws ProblemException {
        if (spec.profile() == DeviceProfile.CONSERVATIVE) {
            for (DiskSpec disk : spec.disks()) {
                if (disk.readOnly()) {
                    // A SATA disk has no way to say that it cannot be written.
                    throw new ProblemException(
                            new HypervisorProblem.NotSupported("a read-only SATA disk (" + disk.id() + ")", "QEMU"));
                }
            }
        }
        return StartChecks.run(spec, folder, images);
    }

    @Override
    public List<String> commandLine(MachineSpec spec, MachineFolder folder)
            throws ProblemException, InterruptedException {
        QemuFacts facts = probe.facts();
        LaunchPlan.Network network = QemuLaunch.passt(spec, facts, launcher).isPresent()
                ? LaunchPlan.Network.PASST
                : LaunchPlan.Network.SLIRP;
        List<String> all = new ArrayList<>(List.of(facts.program().toString()));
        all.addAll(QemuArguments.of(spec, folder, facts, plan(spec, facts).withNetwork(network)));
        return all;
    }

    @Override
    public RunningGuest launch(MachineSpec spec, MachineFolder folder, Progress progress)
            throws ProblemException, InterruptedException {
        try {
            return launchNow(spec, folder, progress);
        } catch (ProblemException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ClosedByInterruptException) {
                    // A cancelled start, not a broken disk: a file's channel is closed when its thread is interrupted.
                    boolean ignored = Thread.interrupted();
                    throw (InterruptedException) new InterruptedException().initCause(e);
                }
            }
            throw e;
        }
    }

    private RunningGuest launchNow(MachineSpec spec, MachineFolder folder, Progress progress)
            throws ProblemException, InterruptedException {
        Progress preparing = progress.part(Phrase.of("step.machine-prepare"), 0.2);
        // Whoever starts has looked for a process already, before marking the start; what a guest leaves is looked at
        // here.
        if (new RunFolder(folder).isUsed() && adopt(folder).isPresent()) {
            throw new ProblemException(new MachineProblem.WrongState(spec.name(), "start", "running"));
        }
        QemuFacts facts = probe.facts();
        LaunchPlan plan = plan(spec, facts);
        Map<String, List<DiskHeader>> chains = checkFiles(spec, folder);
        if (plan.firmware() != null) {
            FirmwareVariables.ensure(folder, plan.firmware(), launcher);
        }
        HamletPaths.makePrivate(folder.logs());
        new QemuLog(folder).boundSerial();
        preparing.fraction(1);
        return new QemuLaunch(spec, folder, facts, chains, launcher, time, patience, trial).run(plan, progress);
    }

    /**
     * Whether this guest can reach services of this computer at its gateway's address: QEMU's own user-mode network always
     * leads there.
     */
    public static boolean reachesHost(LaunchRecord launch) {
        return launch.arguments().stream().anyMatch(argument -> argument.startsWith(QemuArguments.OWN_NETWORK));
    }

    /**
     * Why a guest can reach this computer although its machine may not.
     *
     * @param installed whether passt is
     */
    public static String whyReachesHost(LaunchRecord launch, MachineFolder folder, boolean installed) {
        if (!installed) {
            return "passt is not installed";
        }
        if (QemuProbe.isOlder(launch.version(), "7.2")) {
            return "QEMU " + launch.version() + " cannot be led to passt, 7.2 can";
        }
        String said = Passt.lastLine(folder);
        return said.isEmpty() ? "passt did not serve this guest" : "passt did not serve this guest (" + said + ")";
    }

    private LaunchPlan plan(MachineSpec spec, QemuFacts facts) throws ProblemException, InterruptedException {
        if (spec.board().isEmpty() && facts.boards().isEmpty()) {
            throw new ProblemException(new HypervisorProblem.NotSupported("a q35 machine type", "QEMU"));
        }
        @Nullable FirmwareFiles firmware = spec.firmware() == Firmware.UEFI ? firmwares.uefi() : null;
        return LaunchPlan.of(
                        accelerator(facts, spec.acceleration()),
                        spec.board().isEmpty() ? facts.boards().getFirst() : spec.board(),
                        firmware,
                        LaunchPlan.Network.SLIRP)
                .withIoUring(facts.has(QemuFacts.IO_URING) && !isIoUringForbidden());
    }

    private String accelerator(QemuFacts facts, Acceleration wanted) throws InterruptedException {
        if (wanted == Acceleration.SOFTWARE || !facts.has(QemuFacts.KVM)) {
            return AcceleratorChoice.TCG;
        }
        return accelerators.choose().word();
    }

    /** The switch that lets privileged processes alone use io_uring, as the probe may have been one. */
    private static boolean isIoUringForbidden() {
        try {
            return !Files.readAllLines(IO_URING_SWITCH).equals(List.of("0"));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<RunningGuest> adopt(MachineFolder folder) throws ProblemException, InterruptedException {
        return new QemuAdoption(folder, launcher, time).find().map(guest -> guest);
    }

    @Override
    public Optional<GuestEnd> pastEnd(MachineFolder folder) {
        // QEMU's log is of the guest that the record tells of; without one it may be of an earlier guest.
        if (!Files.exists(folder.launchRecord())) {
            return Optional.empty();
        }
        return Optional.of(new GuestEnding(folder, time).end(null, false, false));
    }

    @Override
    public Optional<UsageCounters> counters(MachineFolder folder, LaunchRecord guest) {
        return usage.counters(folder, guest);
    }

    @Override
    public MonitorFigures ask(MachineFolder folder, LaunchRecord guest) throws ProblemException, InterruptedException {
        return usage.ask(folder, guest);
    }
}
