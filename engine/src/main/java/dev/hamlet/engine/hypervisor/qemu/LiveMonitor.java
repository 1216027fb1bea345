package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.hypervisor.HostPorts;
import dev.hamlet.engine.hypervisor.StartChecks;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Changes a guest while it runs, by its command monitor. Safe for use by many threads. */
final class LiveMonitor {
    /** How long a guest may take to let go of a CD that it is asked for. */
    private static final Duration LET_GO = Duration.ofSeconds(3);

    private static final Duration STEP = Duration.ofMillis(100);

    private final String name;
    private final CommandMonitor monitor;
    private final TimeSource time;

    LiveMonitor(String name, CommandMonitor monitor, TimeSource time) {
        this.name = name;
        this.monitor = monitor;
        this.time = time;
    }

    ByteSize memory() throws ProblemException, InterruptedException {
        return new ByteSize(
                Math.max(0, monitor.execute(QmpCommand.of("query-balloon")).number("actual")));
    }

    void memory(ByteSize aim) throws ProblemException, InterruptedException {
        monitor.execute(LiveCommands.memory(aim));
    }

    void link(boolean connected) throws ProblemException, InterruptedException {
        monitor.execute(LiveCommands.link(connected));
    }

    void limit(LaunchRecord guest, DiskSpec disk) throws ProblemException, InterruptedException {
        boolean virtio =
                guest.arguments().stream().anyMatch(one -> one.contains('"' + QemuArguments.VIRTIO_DISK + '"'));
        monitor.execute(LiveCommands.limit(disk, virtio));
    }

    void cd(LaunchRecord guest, String drive, @Nullable Path file) throws ProblemException, InterruptedException {
        if (file != null) {
            StartChecks.cd(name, file);
            if (Users.isRoot() && !guest.user().equals("root") && !GuestUser.canOpen(file, false)) {
                throw new ProblemException(new MediaProblem.FileUnreadable(
                        file, "the user " + guest.user() + ", who the guest runs as, may not open it"));
            }
        }
        open(drive);
        monitor.execute(LiveCommands.remove(drive));
        letGo(guest, drive);
        if (file != null) {
            monitor.execute(LiveCommands.insert(drive, file));
        }
        monitor.execute(LiveCommands.close(drive));
    }

    /** An image that is no longer in the drive is not held open either: what it lies on may be taken away. */
    private void letGo(LaunchRecord guest, String drive) throws ProblemException, InterruptedException {
        unlessRefused(LiveCommands.forget(drive));
        OptionalInt descriptor = LiveCommands.descriptor(drive, guest.arguments());
        if (descriptor.isPresent()) {
            unlessRefused(LiveCommands.closeDescriptor(descriptor.getAsInt()));
        }
    }

    /** Refused where it is gone already. */
    private void unlessRefused(QmpCommand command) throws ProblemException, InterruptedException {
        try {
            monitor.execute(command);
        } catch (ProblemException e) {
            if (!(e.problem() instanceof HypervisorProblem.MonitorRefused)) {
                throw e;
            }
        }
    }

    /** A guest that holds its CD is asked for it by the first try, and has let go by a later one. */
    private void open(String drive) throws ProblemException, InterruptedException {
        long end = time.nanos() + LET_GO.toNanos();
        while (true) {
            try {
                monitor.execute(LiveCommands.open(drive));
                return;
            } catch (ProblemException e) {
                if (!(e.problem() instanceof HypervisorProblem.MonitorRefused(String _, String why))
                        || !why.contains("is locked")) {
                    throw e;
                }
                if (time.nanos() >= end) {
                    throw new ProblemException(new MachineProblem.CdLocked(name, drive), e);
                }
            }
            time.sleep(STEP);
        }
    }

    void add(PortForward forward) throws ProblemException, InterruptedException {
        HostPorts.check(name, List.of(forward));
        String answer = monitor.execute(LiveCommands.add(forward)).asText();
        if (!answer.isBlank()) {
            throw HostPorts.taken(name, forward);
        }
    }

    void remove(PortForward forward) throws ProblemException, InterruptedException {
        // Its answer is a sentence either way; what is not forwarded need not be removed.
        monitor.execute(LiveCommands.remove(forward));
    }
}
