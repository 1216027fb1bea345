package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.ExitStatus;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of a guest: the process is made, proven to answer, noted, and told to run; or nothing of it is left. */
final class QemuStart {
    private static final Logger LOG = LoggerFactory.getLogger(QemuStart.class);

    /**
     * How long a start may go without a sign of progress: each of the monitor's opening, its greeting and its answers is
     * one, and each comes within tenths of a second on an idle host. Generous, since a host that swaps or a disk on a slow
     * network may take long, and waiting costs little: a QEMU that ended is noticed at once, and the user can cancel.
     */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration STEP = Duration.ofMillis(2);
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final MachineSpec spec;
    private final MachineFolder folder;
    private final RunFolder run;
    private final QemuFacts facts;
    private final LaunchPlan plan;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final Duration patience;

    /** What the start waits for, as a {@code StartSilent} names it. */
    private String awaited = "monitor";

    /** @param patience how long it may go without a sign of progress */
    QemuStart(
            MachineSpec spec,
            MachineFolder folder,
            QemuFacts facts,
            LaunchPlan plan,
            ProcessLauncher launcher,
            TimeSource time,
            Duration patience) {
        this.spec = spec;
        this.folder = folder;
        this.run = new RunFolder(folder);
        this.facts = facts;
        this.plan = plan;
        this.launcher = launcher;
        this.time = time;
        this.patience = patience;
    }

    /**
     * Starts the prepared command line in the fresh run folder.
     *
     * @param command what to start, and who it will run as
     * @param network the process that QEMU's network card leads to, or null
     * @return empty, with nothing left, if that process has ended
     */
    Optional<QemuGuest> start(QemuCommandLine command, @Nullable Passt network, Progress progress)
            throws ProblemException, InterruptedException {
        new QemuLog(folder).rotate();
        CommandMonitor monitor = new CommandMonitor(spec.name(), folder, time);
        Progress starting = progress.part(Phrase.of("step.machine-process"), 0.7);
        // Nobody else talks to the monitor before the guest runs.
        try (FileLock _ = monitor.lock()) {
            DetachedProcess process = launcher.detach(new DetachedStart(
                    command.program(),
                    command.arguments(),
                    Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8"),
                    folder.run(),
                    folder.hypervisorLog(),
                    folder.hypervisorLog(),
                    command.descriptors()));
            boolean runs = false;
            try {
                if (network != null) {
                    network.begin();
                }
                GuestGroup group =
                        new GuestGroup(launcher, spec.id(), process.identity().pid());
                MachineSpec has = group.place(spec) ? spec : unlimited(spec);
                LaunchRecord record = new LaunchRecord(
                        process.identity(),
                        "qemu",
                        facts.version(),
                        plan.accelerator(),
                        plan.board(),
                        spec.vcpus(),
                        spec.memory(),
                        command.user(),
                        time.now(),
                        spec.network().connected() ? spec.network().forwards() : List.of(),
                        command.files(),
                        command.all(),
                        has);
                // While QEMU starts, so that it costs no time; a start cut off here is found by it.
                run.record(record);
                try (Qmp qmp = connect(process, starting)) {
                    Progress going = progress.part(Phrase.of("step.machine-run"), 0.3);
                    awaited = "answer";
                    qmp.execute(QmpCommand.of("query-status"), patience);
                    if (network != null && !network.isServing()) {
                        return Optional.empty();
                    }
                    for (DiskSpec disk : spec.disks()) {
                        if (!disk.limit().equals(DiskSpec.UNLIMITED)) {
                            qmp.execute(LiveCommands.limit(disk, spec.profile() == DeviceProfile.VIRTIO), patience);
                        }
                    }
                    qmp.execute(QmpCommand.of("cont"), patience);
                    run.noteRun();
                    going.fraction(1);
                }
                QemuGuest guest = new QemuGuest(spec.name(), folder, record, process, group, time);
                runs = true;
                return Optional.of(guest);
            } catch (ProblemException e) {
                throw explained(process, e);
            } finally {
                if (!runs) {
                    takeBack(process);
                }
            }
        }
    }

    private static MachineSpec unlimited(MachineSpec spec) throws ProblemException {
        return spec.toBuilder().cpuLimit(MachineSpec.NO_CPU_LIMIT).build();
    }

    private Qmp connect(DetachedProcess process, Progress progress) throws ProblemException, InterruptedException {
        long end = time.nanos() + patience.toNanos();
        while (true) {
            Optional<SocketChannel> channel = tryConnect();
            if (channel.isPresent()) {
                awaited = "greeting";
                return Qmp.connect(spec.name(), channel.get(), event -> {}, patience);
            }
            if (process.poll().isPresent()) {
                throw new ProblemException(new HypervisorProblem.MonitorLost("QEMU has ended"));
            }
            if (time.nanos() >= end) {
                throw new ProblemException(new HypervisorProblem.MonitorSilent(spec.name(), patience.toSeconds()));
            }
            progress.check();
            time.sleep(STEP);
        }
    }

    private Optional<SocketChannel> tryConnect() {
        try {
            return Optional.of(UnixSockets.connect(folder.run(), MachineFolder.COMMAND_SOCKET));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    /** A failure of the talk to QEMU mostly is a failure of QEMU, which says more about it. */
    private ProblemException explained(DetachedProcess process, ProblemException failure) throws InterruptedException {
        QemuErrors errors = new QemuErrors(spec, folder, plan);
        if (failure.problem() instanceof HypervisorProblem.MonitorRefused(String _, String why)) {
            return errors.known(List.of(why)).orElse(failure);
        }
        if (failure.problem() instanceof HypervisorProblem.MonitorSilent) {
            List<String> lines = new QemuLog(folder).lastLines();
            return new ProblemException(
                    new HypervisorProblem.StartSilent(
                            spec.name(),
                            awaited,
                            patience.toSeconds(),
                            QemuErrors.telling(lines),
                            lines,
                            folder.hypervisorLog()),
                    failure);
        }
        if (!(failure.problem() instanceof HypervisorProblem.MonitorLost)) {
            return failure;
        }
        Optional<ExitStatus> status = process.waitFor(END_PATIENCE);
        if (status.isEmpty()) {
            return failure;
        }
        List<String> lines = new QemuLog(folder).lastLines();
        return errors.known(lines)
                .orElseGet(() -> new ProblemException(
                        new HypervisorProblem.EndedAtOnce(
                                String.valueOf(facts.program().getFileName()),
                                how(status.get()),
                                QemuErrors.telling(lines),
                                lines,
                                folder.hypervisorLog()),
                        failure));
    }

    private static String how(ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> "exit code " + code;
            case ExitStatus.Signalled(int signal) -> "signal " + signal;
            case ExitStatus.Unseen() -> "unknown";
        };
    }

    private void takeBack(DetachedProcess process) throws ProblemException {
        try {
            if (process.poll().isEmpty()) {
                Processes.of().signal(process.identity(), Signal.KILL);
                // A cancelled start still takes back what it began.
                boolean interrupted = Thread.interrupted();
                if (process.waitFor(END_PATIENCE).isEmpty()) {
                    LOG.warn(
                            "{}: process {} does not end",
                            spec.name(),
                            process.identity().pid());
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        } catch (NativeException e) {
            throw new ProblemException(new HostProblem.FileUnusable(facts.program(), WholeFile.reason(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        run.clear();
    }
}
