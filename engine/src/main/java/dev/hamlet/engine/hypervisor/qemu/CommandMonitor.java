package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * A guest's command monitor, taken under its lock for one conversation at a time, so that any number of processes can
 * command the guest. Safe for use by many threads.
 */
final class CommandMonitor {
    /** How long QEMU may take for an ordinary answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOCK_STEP = Duration.ofMillis(3);

    private final String name;
    private final MachineFolder folder;
    private final TimeSource time;

    /** A conversation over an open connection. */
    @FunctionalInterface
    interface Talk<T> {
        T with(Qmp qmp) throws ProblemException, InterruptedException;
    }

    CommandMonitor(String name, MachineFolder folder, TimeSource time) {
        this.name = name;
        this.folder = folder;
        this.time = time;
    }

    /** Executes one command. */
    QmpValue execute(QmpCommand command) throws ProblemException, InterruptedException {
        return talk(PATIENCE, qmp -> qmp.execute(command, PATIENCE));
    }

    /**
     * Has one conversation.
     *
     * @param greeting how long QEMU may take to greet
     * @throws ProblemException {@code MachineBusy} if others keep the monitor, and as {@link Qmp}
     */
    <T> T talk(Duration greeting, Talk<T> talk) throws ProblemException, InterruptedException {
        try (FileLock _ = lock();
                Qmp qmp = Qmp.connect(name, connect(greeting), event -> {}, greeting)) {
            return talk.with(qmp);
        }
    }

    FileLock lock() throws ProblemException, InterruptedException {
        long end = time.nanos() + LOCK_PATIENCE.toNanos();
        while (true) {
            try {
                Optional<FileLock> lock = FileLock.tryAcquire(folder.commandLock());
                if (lock.isPresent()) {
                    return lock.get();
                }
                if (time.nanos() >= end) {
                    long holder = FileLock.holder(folder.commandLock())
                            .map(ProcessIdentity::pid)
                            .orElse(0L);
                    throw new ProblemException(new MachineProblem.MachineBusy(name, holder));
                }
            } catch (IOException e) {
                throw new ProblemException(new HostProblem.FileUnusable(folder.commandLock(), WholeFile.reason(e)), e);
            }
            time.sleep(LOCK_STEP);
        }
    }

    private SocketChannel connect(Duration limit) throws ProblemException, InterruptedException {
        long end = time.nanos() + limit.toNanos();
        while (true) {
            try {
                return UnixSockets.connect(folder.run(), MachineFolder.COMMAND_SOCKET);
            } catch (NativeException e) {
                // Earlier talkers gave up, and QEMU has not seen that they are gone.
                if (e.errno() != UnixSockets.FULL) {
                    throw lost(e);
                } else if (time.nanos() >= end) {
                    throw new ProblemException(
                            new HypervisorProblem.MonitorSilent(name, Math.max(1, limit.toSeconds())), e);
                }
            } catch (IOException e) {
                throw lost(e);
            }
            time.sleep(LOCK_STEP);
        }
    }

    private static ProblemException lost(IOException e) {
        return new ProblemException(new HypervisorProblem.MonitorLost(WholeFile.reason(e)), e);
    }
}
