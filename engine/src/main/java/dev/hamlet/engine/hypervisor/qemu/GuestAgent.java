package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent that may run in a guest (QEMU's {@code docs/interop/qemu-ga}). Most guests have none, and the line to it is then
 * silent; so silence is an answer, and never a failure. What it says is the guest's word. Safe for use by many threads and,
 * by a lock, by many processes.
 */
final class GuestAgent {
    /** A longer answer is given up. */
    static final int LONGEST_LINE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(GuestAgent.class);

    private static final Duration STEP = Duration.ofMillis(20);

    /** Stands before an answer to {@code guest-sync-delimited}, and in no text. */
    private static final byte DELIMITER = (byte) 0xff;

    private final String name;
    private final MachineFolder folder;
    private final TimeSource time;
    private final Duration patience;

    GuestAgent(String name, MachineFolder folder, TimeSource time, Duration patience) {
        this.name = name;
        this.folder = folder;
        this.time = time;
        this.patience = patience;
    }

    /** The guest's interfaces; empty if no agent answers in time. */
    Optional<List<GuestInterface>> interfaces() throws InterruptedException {
        try (FileLock lock = lock()) {
            return lock == null ? Optional.empty() : ask();
        } catch (IOException e) {
            LOG.debug("{}: no agent answers", name, e);
            return Optional.empty();
        }
    }

    private @Nullable FileLock lock() throws IOException, InterruptedException {
        long end = time.nanos() + patience.toNanos();
        while (true) {
            Optional<FileLock> lock = FileLock.tryAcquire(folder.agentLock());
            if (lock.isPresent() || time.nanos() >= end) {
                return lock.orElse(null);
            }
            time.sleep(STEP);
        }
    }

    private Optional<List<GuestInterface>> ask() throws IOException, InterruptedException {
        CompletableFuture<List<GuestInterface>> answer = new CompletableFuture<>();
        // Closing the line ends the thread, wherever it waits.
        try (SocketChannel line = UnixSockets.connect(folder.run(), MachineFolder.AGENT_SOCKET)) {
            Threads.virtual("agent-" + name, () -> converse(line, answer));
            return Optional.of(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException silent) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException("the line to the guest agent failed", e);
        }
    }

    private static void converse(SocketChannel line, CompletableFuture<List<GuestInterface>> answer) {
        try {
            long number = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
            // The delimiter lets the agent forget what another client left half said.
            write(line, new byte[] {DELIMITER});
            write(line, AgentJson.synchronize(number).getBytes(StandardCharsets.UTF_8));
            Lines lines = new Lines(line);
            while (!AgentJson.says(lines.next(), number)) {
                // Answers to another client that did not wait for them.
            }
            write(line, AgentJson.askForInterfaces().getBytes(StandardCharsets.UTF_8));
            answer.complete(AgentJson.interfaces(lines.next()));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }

    private static void write(SocketChannel line, byte[] text) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(text);
        while (left.hasRemaining()) {
            line.write(left);
        }
    }

    /** What the agent says, line by line, without delimiters. */
    private static final class Lines {
        private final SocketChannel line;
        private final ByteBuffer buffer = ByteBuffer.allocate(4096).limit(0);

        Lines(SocketChannel line) {
            this.line = line;
        }

        byte[] next() throws IOException {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            while (text.size() < LONGEST_LINE) {
                if (!buffer.hasRemaining()) {
                    if (line.read(buffer.clear()) < 0) {
                        throw new IOException("the line ended");
                    }
                    buffer.flip();
                    continue;
                }
                byte one = buffer.get();
                if (one == '\n') {
                    return text.toByteArray();
                }
                if (one == DELIMITER) {
                    text.reset();
                } else {
                    text.write(one);
                }
            }
            throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
        }
    }
}
