package dev.hamlet.nativebridge.linux;

import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.ProcessUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what processes use from proc(5). Immutable. */
final class ProcUsage {
    /** The keys of the auxiliary vector (getauxval(3)) for the sizes of a page, in bytes, and of a tick, each second. */
    private static final long AT_PAGESZ = 6;

    private static final long AT_CLKTCK = 17;

    private final Path proc;
    private final long page;
    private final long tick;

    /**
     * A reader of these files.
     *
     * @param proc {@code /proc}; a folder of copies in tests
     * @param auxiliary {@code /proc/self/auxv}; where it does not tell, what holds for x86-64 is taken
     */
    ProcUsage(Path proc, byte[] auxiliary) {
        this.proc = proc;
        this.page = auxiliary(auxiliary, AT_PAGESZ, 4096);
        this.tick = 1_000_000_000 / auxiliary(auxiliary, AT_CLKTCK, 100);
    }

    static ProcUsage ofThisHost() {
        Path proc = Path.of("/proc");
        try {
            return new ProcUsage(proc, Files.readAllBytes(proc.resolve("self/auxv")));
        } catch (IOException _) {
            return new ProcUsage(proc, new byte[0]);
        }
    }

    /** Pairs of words of the machine's size and order, the last of them zero. */
    private static long auxiliary(byte[] vector, long key, long otherwise) {
        ByteBuffer words = ByteBuffer.wrap(vector).order(ByteOrder.nativeOrder());
        while (words.remaining() >= 2 * Long.BYTES) {
            long found = words.getLong();
            long value = words.getLong();
            if (found == key && value > 0) {
                return value;
            }
        }
        return otherwise;
    }

    /** What the process with this number and start time uses; empty if it has ended. */
    Optional<ProcessUsage> read(ProcessIdentity process) {
        Path folder = proc.resolve(Long.toString(process.pid()));
        // Before the identity, which then vouches for both.
        String io = text(folder.resolve("io"));
        String stat = text(folder.resolve("stat"));
        if (stat.isEmpty()) {
            return Optional.empty();
        }
        ProcStat fields = ProcStat.parse(stat);
        if (fields.ended() || fields.startTime() != process.startTime()) {
            return Optional.empty();
        }
        return Optional.of(new ProcessUsage(
                fields.cpu() * tick,
                fields.resident() * page,
                amount(io, "\nread_bytes: "),
                amount(io, "\nwrite_bytes: ")));
    }

    /** Empty if it is not there, or may not be read: io is for the process's own user and for root. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private static long amount(String io, String key) {
        int at = io.indexOf(key);
        if (at < 0) {
            return ProcessUsage.UNKNOWN;
        }
        int begin = at + key.length();
        int end = io.indexOf('\n', begin);
        return Long.parseLong(io, begin, end < 0 ? io.length() : end, 10);
    }
}
