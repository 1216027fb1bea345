package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place at a guest's serial line. Its holder has the serial lock, and listens on a socket beside it; whoever wants to
 * take the line knocks there, and the holder hangs up. Both die with the holder, so nothing stale can keep the line.
 */
final class SerialHolder implements RunningGuest.SerialLine {
    private static final Logger LOG = LoggerFactory.getLogger(SerialHolder.class);
    private static final String KNOCK_SOCKET = "serial-take.sock";
    private static final Duration TAKE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(5);

    private final FileLock lock;
    private final ServerSocketChannel knocking;
    private final SocketChannel line;

    private SerialHolder(FileLock lock, ServerSocketChannel knocking, SocketChannel line) {
        this.lock = lock;
        this.knocking = knocking;
        this.line = line;
    }

    /**
     * Opens the line.
     *
     * @throws ProblemException {@code SerialHeld} if another has it and it is not to be taken, or does not let go
     */
    static SerialHolder open(String name, MachineFolder folder, TimeSource time, boolean take)
            throws ProblemException, InterruptedException {
        FileLock lock = lock(name, folder, time, take);
        boolean opened = false;
        try {
            // Left by a holder that died; its lock is ours now, so nobody listens there.
            Files.deleteIfExists(folder.run().resolve(KNOCK_SOCKET));
            ServerSocketChannel knocking = UnixSockets.listen(folder.run(), KNOCK_SOCKET);
            SerialHolder holder;
            try {
                SocketChannel line = UnixSockets.connect(folder.run(), MachineFolder.SERIAL_SOCKET);
                holder = new SerialHolder(lock, knocking, line);
            } catch (IOException e) {
                knocking.close();
                throw e;
            }
            Threads.virtual("serial-" + name, holder::awaitKnock);
            opened = true;
            return holder;
        } catch (IOException e) {
            throw new ProblemException(new HypervisorProblem.MonitorLost(WholeFile.reason(e)), e);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static FileLock lock(String name, MachineFolder folder, TimeSource time, boolean take)
            throws ProblemException, InterruptedException {
        long end = time.nanos() + TAKE_PATIENCE.toNanos();
        try {
            while (true) {
                Optional<FileLock> lock = FileLock.tryAcquire(folder.serialLock());
                if (lock.isPresent()) {
                    return lock.get();
                }
                if (!take || time.nanos() >= end) {
                    long pid = FileLock.holder(folder.serialLock())
                            .map(ProcessIdentity::pid)
                            .orElse(0L);
                    throw new ProblemException(new MachineProblem.SerialHeld(name, pid));
                }
                knock(folder);
                time.sleep(STEP);
            }
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.serialLock(), WholeFile.reason(e)), e);
        }
    }

    private static void knock(MachineFolder folder) {
        try (SocketChannel _ = UnixSockets.connect(folder.run(), KNOCK_SOCKET)) {
            // To have come is all there is to say.
        } catch (IOException e) {
            // The holder is just coming or just going.
            LOG.trace("nobody hears the knocking in {}", folder.run());
        }
    }

    private void awaitKnock() {
        try (SocketChannel _ = knocking.accept()) {
            hangUp();
        } catch (IOException closed) {
            LOG.trace("the serial line was let go");
        }
    }

    /** The reader sees the end of its input, QEMU the end of the connection; the reader's channel stays its own. */
    private void hangUp() {
        try {
            line.shutdownInput();
            line.shutdownOutput();
        } catch (IOException e) {
            LOG.trace("the serial line had ended already", e);
        }
        letGo();
    }

    private void letGo() {
        try {
            knocking.close();
        } catch (IOException e) {
            LOG.debug("a socket could not be closed", e);
        }
        lock.close();
    }

    @Override
    public SocketChannel channel() {
        return line;
    }

    @Override
    public void close() {
        try {
            line.close();
        } catch (IOException e) {
            LOG.debug("a serial line could not be closed", e);
        }
        letGo();
    }
}
