package dev.hamlet.engine.agent;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.UnixSockets;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of a home: does its duties until there are none. Whoever wants it finds it by its lock and its socket, which
 * answers its own user alone. Before it goes it takes its note of itself away and looks once more, so that what ends at that
 * moment is seen by it, or starts another one.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Of a question, and of an answer. */
    static final int LONGEST_LINE = 4096;

    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AgentPlace place;
    private final AgentDoor door;
    private final List<Duty> duties;
    private final TimeSource time;
    private final Duration lingers;
    private final long made;
    private final Instant since;
    private final Semaphore pokes = new Semaphore(0);
    private volatile boolean leaving;

    /**
     * The agent of this home.
     *
     * @param made when this Hamlet was built, in milliseconds
     */
    public Agent(HamletPaths paths, AgentDoor door, List<Duty> duties, TimeSource time, long made) {
        this(paths, door, duties, time, made, Duration.ofSeconds(10));
    }

    /** @param lingers how long it stays when it is not needed any more: what it did last may want more of it */
    Agent(HamletPaths paths, AgentDoor door, List<Duty> duties, TimeSource time, long made, Duration lingers) {
        this.place = AgentPlace.of(paths);
        this.door = door;
        this.duties = List.copyOf(duties);
        this.time = time;
        this.made = made;
        this.lingers = lingers;
        this.since = time.now();
    }

    /**
     * Is the agent, until nothing needs one; at once over where another one is.
     *
     * @return whether this was it
     * @throws ProblemException {@code FolderUnusable}, {@code FileUnusable}
     */
    public boolean run() throws ProblemException, InterruptedException {
        place.make();
        try {
            Optional<FileLock> lock = FileLock.tryAcquire(place.lock());
            long end = time.nanos() + PATIENCE.toNanos();
            while (lock.isEmpty()) {
                if (stays(door.ask("look")) || time.nanos() > end) {
                    return false;
                }
                // One that goes at this moment.
                time.sleep(STEP);
                lock = FileLock.tryAcquire(place.lock());
            }
            try (FileLock _ = lock.get()) {
                serve();
                return true;
            }
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(place.folder(), WholeFile.reason(e)), e);
        }
    }

    /**
     * Whether another agent goes on instead of this one. One of an older Hamlet is asked to leave by this one, which is ready
     * to take its place, and by nobody before: there is always one. It first ends what it is at.
     */
    private boolean stays(Optional<AgentStatus> other) {
        if (other.isEmpty() || other.get().leaving()) {
            return false;
        }
        if (other.get().made() < made) {
            Optional<AgentStatus> _ = door.ask("leave");
            return false;
        }
        return true;
    }

    /** Ends it soon, whatever it watches; may be called by any thread. */
    public void leave() {
        leaving = true;
        pokes.release();
    }

    private void serve() throws IOException, InterruptedException {
        LOG.info("the agent begins");
        boolean needed = true;
        while (needed && !leaving) {
            needed = serveOnce();
        }
        LOG.info("the agent goes");
    }

    /** Answers whether it is needed again: something came while it was about to go. */
    private boolean serveOnce() throws IOException, InterruptedException {
        Files.deleteIfExists(place.socket());
        Thread listener;
        try (ServerSocketChannel socket = UnixSockets.listen(place.folder(), AgentPlace.SOCKET)) {
            listener = Threads.platform("agent-talk", () -> talk(socket));
            try {
                note();
                watch();
            } finally {
                Files.deleteIfExists(place.self());
                Files.deleteIfExists(place.socket());
            }
        }
        // Whoever got in still gets an answer, and is heard.
        listener.join();
        return !leaving && (pokes.tryAcquire() || attend().isPresent());
    }

    private void note() throws IOException {
        ProcessIdentity self = Processes.of().self();
        String text = self.pid() + " " + self.startTime() + " " + self.bootId() + "\n";
        WholeFile.writeFleeting(place.self(), text.getBytes(StandardCharsets.US_ASCII));
    }

    private void watch() throws InterruptedException {
        boolean idle = false;
        while (!leaving) {
            int _ = pokes.drainPermits();
            Optional<Duration> wait = attend();
            if (wait.isEmpty() && idle) {
                return;
            }
            Duration longest = wait.orElse(lingers);
            idle = !pokes.tryAcquire(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS) && wait.isEmpty();
        }
    }

    private Optional<Duration> attend() throws InterruptedException {
        Optional<Duration> soonest = Optional.empty();
        for (Duty duty : duties) {
            Optional<Duration> wait = duty.attend(pokes::release);
            if (wait.isPresent() && wait.get().compareTo(soonest.orElse(LONGEST)) < 0) {
                soonest = wait;
            } else if (wait.isPresent() && soonest.isEmpty()) {
                soonest = Optional.of(LONGEST);
            }
        }
        return soonest;
    }

    private void talk(ServerSocketChannel socket) {
        while (socket.isOpen()) {
            try (SocketChannel channel = socket.accept()) {
                long user = UnixSockets.peerUserId(channel);
                if (user == Users.effectiveUid() || user == 0) {
                    // Whoever says nothing keeps nobody else waiting for long.
                    Thread late = Threads.virtual("agent-patience", () -> close(channel));
                    answer(channel);
                    late.interrupt();
                }
            } catch (IOException e) {
                LOG.debug("somebody asked and did not hear the answer: {}", e.getMessage());
            }
        }
    }

    private void close(SocketChannel channel) {
        try {
            time.sleep(Duration.ofSeconds(2));
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        String word = AgentJson.asked(line(channel));
        if (word.equals("leave")) {
            leave();
        } else if (word.equals("look")) {
            pokes.release();
        }
        AgentStatus status = new AgentStatus(ProcessHandle.current().pid(), made, since, leaving, outlivesLogin());
        ByteBuffer bytes = ByteBuffer.wrap((AgentJson.answer(status) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }

    /** What is said to the end of a line, or as much of it as anybody may say. */
    static String line(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_LINE);
        while (bytes.hasRemaining() && (bytes.position() == 0 || bytes.get(bytes.position() - 1) != '\n')) {
            if (channel.read(bytes) < 0) {
                break;
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    /** What is in the group of a login's session goes with it, where systemd is told so. */
    private static boolean outlivesLogin() {
        try {
            return !Files.readString(Path.of("/proc/self/cgroup")).contains("/session-");
        } catch (IOException e) {
            return false;
        }
    }
}
