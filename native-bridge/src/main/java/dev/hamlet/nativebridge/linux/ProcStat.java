package dev.hamlet.nativebridge.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fields of {@code /proc/PID/stat} (proc(5)) that tell processes apart, and that tell what one has used.
 *
 * @param state field 3, such as R, S, T, Z
 * @param startTime field 22, clock ticks since boot
 * @param cpu fields 14 and 15 together, clock ticks of all its threads, those of guest code among them
 * @param resident field 24, pages
 */
record ProcStat(char state, long startTime, long cpu, long resident) {
    /** Empty if there is no such process, not even a zombie. */
    static Optional<ProcStat> read(long pid) {
        try {
            return Optional.of(
                    parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException _) {
            // Not there from the start, or gone between open and read (ESRCH).
            return Optional.empty();
        }
    }

    /** The second field is the program's own name, which may hold spaces and brackets: count after the last one. */
    static ProcStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcStat(
                fields[0].charAt(0),
                Long.parseLong(fields[22 - 3]),
                Long.parseLong(fields[14 - 3]) + Long.parseLong(fields[15 - 3]),
                Long.parseLong(fields[24 - 3]));
    }

    /** Whether the process has ended and is there only to be collected. */
    boolean ended() {
        return state == 'Z' || state == 'X' || state == 'x';
    }
}
