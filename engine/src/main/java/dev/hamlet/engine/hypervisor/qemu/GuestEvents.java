package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one guest, received over its event monitor by the one process that holds the events lock. A virtual thread
 * of its own hands them to the listener, one after another; the last is {@link GuestEvent.Ended}.
 */
final class GuestEvents implements RunningGuest.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(GuestEvents.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RECONNECT_STEP = Duration.ofMillis(200);
    private static final QmpEvent LINE_ENDED = new QmpEvent("", QmpJson.nothing());

    private final String name;
    private final MachineFolder folder;
    private final FileLock lock;
    private final ProcessEnd process;
    private final Consumer<GuestEvent> listener;
    private final Ending ending;
    private boolean guestShutDown;
    private volatile boolean closed;
    private Thread thread = Thread.currentThread();

    /** The guest's process. */
    @FunctionalInterface
    interface ProcessEnd {
        /** Waits for its end; whether it has ended. */
        boolean await(Duration limit) throws InterruptedException;
    }

    /** Says how the guest ended, once it has. */
    @FunctionalInterface
    interface Ending {
        GuestEnd end(boolean guestShutDown);
    }

    private GuestEvents(
            String name,
            MachineFolder folder,
            FileLock lock,
            ProcessEnd process,
            Consumer<GuestEvent> listener,
            Ending ending) {
        this.name = name;
        this.folder = folder;
        this.lock = lock;
        this.process = process;
        this.listener = listener;
        this.ending = ending;
    }

    /** Begins to receive events, unless another process does. */
    static Optional<GuestEvents> open(
            String name, MachineFolder folder, ProcessEnd process, Consumer<GuestEvent> listener, Ending ending)
            throws ProblemException {
        Optional<FileLock> lock;
        try {
            lock = FileLock.tryAcquire(folder.eventsLock());
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.eventsLock(), WholeFile.reason(e)), e);
        }
        return lock.map(held -> {
            GuestEvents events = new GuestEvents(name, folder, held, process, listener, ending);
            events.thread = Threads.virtual("events-" + name, events::run);
            return events;
        });
    }

    private void run() {
        try (lock) {
            while (!process.await(Duration.ZERO)) {
                receive();
                // The line ends a moment before the process does; a line that broke otherwise is made anew.
                if (process.await(RECONNECT_STEP)) {
                    break;
                }
            }
            listener.accept(new GuestEvent.Ended(ending.end(guestShutDown)));
        } catch (InterruptedException stopped) {
            if (!closed) {
                LOG.warn("{}: the watching of events was interrupted", name);
            }
        }
    }

    /** Receives events until the line ends. */
    private void receive() throws InterruptedException {
        BlockingQueue<QmpEvent> queue = new LinkedBlockingQueue<>();
        try (Qmp qmp = Qmp.connect(
                name, UnixSockets.connect(folder.run(), MachineFolder.EVENTS_SOCKET), queue::add, PATIENCE)) {
            // What happened before there was a line is told by the status.
            tellStatus(qmp);
            Thread waiter = Threads.virtual("events-end-" + name, () -> {
                try {
                    qmp.awaitOver();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                queue.add(LINE_ENDED);
            });
            try {
                for (QmpEvent event = queue.take(); !event.equals(LINE_ENDED); event = queue.take()) {
                    tell(qmp, event);
                }
            } finally {
                waiter.interrupt();
            }
        } catch (IOException | ProblemException e) {
            LOG.debug("{}: the line to the event monitor broke", name, e);
        }
    }

    private void tell(Qmp qmp, QmpEvent event) throws ProblemException, InterruptedException {
        QmpValue data = event.data();
        switch (event.name()) {
            case "STOP", "RESUME", "GUEST_PANICKED", "SUSPEND", "WAKEUP" -> tellStatus(qmp);
            case "SHUTDOWN" -> {
                boolean byGuest = data.text("reason").equals("guest-shutdown");
                guestShutDown = guestShutDown || byGuest;
                listener.accept(new GuestEvent.ShuttingDown(byGuest));
            }
            case "RESET" -> listener.accept(new GuestEvent.Restarted());
            case "BLOCK_IO_ERROR" -> {
                if (data.text("action").equals("stop")) {
                    String disk = data.text("node-name");
                    listener.accept(new GuestEvent.DiskFailed(disk, data.flag("nospace"), data.text("reason")));
                }
            }
            case "BALLOON_CHANGE" ->
                listener.accept(new GuestEvent.MemoryChanged(new ByteSize(Math.max(0, data.number("actual")))));
            default -> LOG.trace("{}: event {}", name, event);
        }
    }

    private void tellStatus(Qmp qmp) throws ProblemException, InterruptedException {
        GuestStatus status = QemuStatus.of(qmp, new RunFolder(folder), PATIENCE);
        listener.accept(new GuestEvent.StatusChanged(status));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
