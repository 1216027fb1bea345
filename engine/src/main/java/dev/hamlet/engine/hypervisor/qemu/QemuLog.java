package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What QEMU wrote to its standard error, from its first byte, and the guest to its serial line. Beside its own words QEMU
 * notes there why it shuts down, as {@link #SHUTDOWN_TRACE}: so the cause is known even if nobody watched. Safe for use by
 * many threads.
 */
final class QemuLog {
    /** QEMU's trace event of a shutdown; its number is an index of QAPI's {@code ShutdownCause}. */
    static final String SHUTDOWN_TRACE = "qemu_system_shutdown_request";

    /** A serial log longer than this is cut down to its last half whenever Hamlet looks at it. */
    static final long LONGEST_SERIAL = 8 << 20;

    private static final int MOST_LINES = 20;
    private static final int MOST_BYTES = 32 << 10;
    private static final Pattern TRACE = Pattern.compile(".*\\b" + SHUTDOWN_TRACE + "\\b.*reason=(\\d+).*");

    private final MachineFolder folder;

    QemuLog(MachineFolder folder) {
        this.folder = folder;
    }

    /** Makes room for a new log; the last one is kept beside it. */
    void rotate() throws ProblemException {
        Path log = folder.hypervisorLog();
        try {
            if (Files.exists(log)) {
                Files.move(
                        log,
                        log.resolveSibling(log.getFileName() + ".1"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(log, WholeFile.reason(e)), e);
        }
    }

    /** The last lines of QEMU's own words. */
    List<String> lastLines() {
        List<String> lines =
                tail().stream().filter(line -> !TRACE.matcher(line).matches()).toList();
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    }

    /** Why QEMU shut down, if it noted that. */
    Cause cause() {
        Cause cause = Cause.UNKNOWN;
        for (String line : tail()) {
            Matcher matcher = TRACE.matcher(line);
            if (matcher.matches()) {
                cause = Cause.of(matcher.group(1));
            } else if (line.contains(": terminating on signal ")) {
                cause = Cause.SIGNAL;
            }
        }
        return cause;
    }

    private List<String> tail() {
        try (FileChannel channel = FileChannel.open(folder.hypervisorLog())) {
            return read(channel, MOST_BYTES)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String read(FileChannel channel, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, channel.size()));
        channel.position(channel.size() - buffer.capacity());
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Until the end, or until the buffer is full.
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    /**
     * Cuts a serial log that has grown too long down to its last half. QEMU appends to it, so it goes on at the new end;
     * what the guest writes in the moment of cutting may come before that half.
     */
    void boundSerial() {
        try (FileChannel channel =
                FileChannel.open(folder.serialLog(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() <= LONGEST_SERIAL) {
                return;
            }
            ByteBuffer half = ByteBuffer.allocate((int) (LONGEST_SERIAL / 2));
            channel.position(channel.size() - half.capacity());
            while (half.hasRemaining() && channel.read(half) >= 0) {
                // Until the half is full.
            }
            half.flip();
            while (half.hasRemaining() && half.get(half.position()) != '\n') {
                half.get();
            }
            channel.truncate(0);
            while (half.hasRemaining()) {
                channel.write(half);
            }
        } catch (IOException e) {
            // No log, or one that is not ours to cut: it is a convenience and no part of the guest.
            return;
        }
    }

    /** Why QEMU shut down: the values of QAPI's {@code ShutdownCause} that matter, with their index. */
    enum Cause {
        UNKNOWN(-1),
        QUIT(2),
        SIGNAL(4),
        GUEST(6);

        private final int index;

        Cause(int index) {
            this.index = index;
        }

        private static Cause of(String number) {
            for (Cause cause : values()) {
                if (Integer.toString(cause.index).equals(number)) {
                    return cause;
                }
            }
            return UNKNOWN;
        }
    }
}
