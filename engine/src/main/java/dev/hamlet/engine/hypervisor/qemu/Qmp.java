package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to QEMU's monitor (QEMU's {@code docs/interop/qmp-spec}). It is greeted and negotiated before
 * {@link #connect} answers; after that replies are matched to commands by their id, and events go to the listener. When
 * the line ends, for whatever reason, every command that waits fails with {@code MonitorLost}, and so does every later
 * one.
 *
 * <p>Safe for use by many threads. The listener is called on the reading thread: it must not block and must not execute
 * commands.
 */
public final class Qmp implements AutoCloseable {
    /** A line longer than this many bytes ends the connection; QEMU's longest known answer has about 250,000. */
    static final int LONGEST_LINE = 10 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Qmp.class);
    private static final String LOST = "the line ended";

    private final String name;
    private final ByteChannel channel;
    private final Consumer<QmpEvent> listener;
    private final CompletableFuture<QmpValue> greeting = new CompletableFuture<>();
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private final Map<String, CompletableFuture<QmpJson.Message>> pending = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();

    private Qmp(String name, ByteChannel channel, Consumer<QmpEvent> listener) {
        this.name = name;
        this.channel = channel;
        this.listener = listener;
    }

    /**
     * Waits for the greeting and negotiates.
     *
     * @param name the machine's, for problems
     * @param channel connected, in blocking mode; closed with the answer, or when this fails
     * @param listener is told every event
     * @param limit for greeting and negotiation together
     * @throws ProblemException {@code MonitorSilent} if the limit passed, {@code MonitorLost} if the line ended
     */
    public static Qmp connect(String name, ByteChannel channel, Consumer<QmpEvent> listener, Duration limit)
            throws ProblemException, InterruptedException {
        Qmp qmp = new Qmp(name, channel, listener);
        boolean negotiated = false;
        try {
            long end = System.nanoTime() + limit.toNanos();
            Threads.virtual("qmp-" + name, qmp::read);
            qmp.await(qmp.greeting, limit);
            qmp.execute(QmpCommand.of("qmp_capabilities"), Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            negotiated = true;
            return qmp;
        } finally {
            if (!negotiated) {
                qmp.close();
            }
        }
    }

    /** QEMU's version as it greeted: fields {@code major}, {@code minor} and {@code micro}. */
    public QmpValue version() {
        return greeting.join();
    }

    /**
     * Executes a command and waits for its answer.
     *
     * @throws ProblemException {@code MonitorRefused} with QEMU's words, {@code MonitorSilent} if the limit passed,
     *     {@code MonitorLost} if the line ended
     */
    public QmpValue execute(QmpCommand command, Duration limit) throws ProblemException, InterruptedException {
        String id = Long.toString(ids.incrementAndGet());
        CompletableFuture<QmpJson.Message> answer = new CompletableFuture<>();
        pending.put(id, answer);
        try {
            // Whoever ended the line looked at the pending ones after completing this; so one of the two sees the
            // other.
            if (over.isDone()) {
                throw lost(over.join());
            }
            send(QmpJson.write(command, id));
            return switch (await(answer, limit)) {
                case QmpJson.Message.Return(String _, QmpValue value) -> value;
                case QmpJson.Message.Failure(String _, String why) ->
                    throw new ProblemException(new HypervisorProblem.MonitorRefused(command.name(), why));
                default -> throw lost("an answer of no known kind");
            };
        } finally {
            pending.remove(id);
        }
    }

    /** Whether the line has ended. */
    public boolean isOver() {
        return over.isDone();
    }

    /** Waits until the line has ended. */
    public void awaitOver() throws InterruptedException {
        try {
            over.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the connection. QEMU and its guest are not touched. */
    @Override
    public void close() {
        end("closed");
    }

    private void send(byte[] line) throws ProblemException, InterruptedException {
        writing.lock();
        try {
            ByteBuffer left = ByteBuffer.wrap(line);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException e) {
            end(reason(e));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw lost(reason(e));
        } finally {
            writing.unlock();
        }
    }

    private <T> T await(CompletableFuture<T> answer, Duration limit) throws ProblemException, InterruptedException {
        try {
            return answer.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ProblemException(new HypervisorProblem.MonitorSilent(name, Math.max(1, limit.toSeconds())), e);
        } catch (ExecutionException e) {
            throw lost(over.isDone() ? over.join() : LOST);
        }
    }

    private static ProblemException lost(String why) {
        return new ProblemException(new HypervisorProblem.MonitorLost(why));
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? LOST : message;
    }

    private void read() {
        String why = LOST;
        try {
            readLines();
        } catch (IOException e) {
            why = reason(e);
        } finally {
            end(why);
        }
    }

    private void readLines() throws IOException {
        // Kept for as long as a guest is watched: most lines are short, and longer ones are read in several turns.
        byte[] line = new byte[1024];
        int length = 0;
        ByteBuffer chunk = ByteBuffer.allocate(4096);
        while (channel.read(chunk) >= 0) {
            chunk.flip();
            while (chunk.hasRemaining()) {
                byte next = chunk.get();
                if (next == '\n') {
                    if (!isBlank(line, length)) {
                        take(QmpJson.read(line, length));
                    }
                    length = 0;
                } else {
                    if (length == LONGEST_LINE) {
                        throw new IOException("QEMU's monitor sent a line of more than " + LONGEST_LINE + " bytes");
                    }
                    if (length == line.length) {
                        line = Arrays.copyOf(line, Math.min(LONGEST_LINE, 2 * length));
                    }
                    line[length++] = next;
                }
            }
            chunk.clear();
        }
    }

    private static boolean isBlank(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void take(QmpJson.Message message) throws IOException {
        switch (message) {
            case QmpJson.Message.Greeting(QmpValue version) -> greeting.complete(version);
            case QmpJson.Message.Return answer -> answer(answer.id(), answer);
            case QmpJson.Message.Failure answer -> answer(answer.id(), answer);
            case QmpJson.Message.Event(QmpEvent event) -> listener.accept(event);
            case QmpJson.Message.Unknown _ -> LOG.trace("{}: a message of no known kind", name);
        }
    }

    private void answer(String id, QmpJson.Message answer) throws IOException {
        if (!greeting.isDone()) {
            throw new IOException("QEMU's monitor answered before it greeted");
        }
        CompletableFuture<QmpJson.Message> waiting = pending.remove(id);
        if (waiting == null) {
            // The answer to a command that was given up, or nobody's.
            LOG.trace("{}: an answer that nobody waits for", name);
        } else {
            waiting.complete(answer);
        }
    }

    private void end(String why) {
        if (!over.complete(why)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}: the monitor's connection could not be closed", name, e);
        }
        IOException failure = new IOException(why);
        greeting.completeExceptionally(failure);
        for (CompletableFuture<QmpJson.Message> waiting : pending.values()) {
            waiting.completeExceptionally(failure);
        }
    }
}
