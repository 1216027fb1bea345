package dev.hamlet.nativebridge.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
    /** Where the kernel tells of processes. */
    static final Path PROC = Path.of("/proc");

    /**
     * Empty if there is no such process, not even a zombie.
     *
     * @throws IOException where the kernel does not tell although it is there, as when too many files are open
     */
    static Optional<ProcStat> read(long pid) throws IOException {
        return read(PROC, pid);
    }

    /** The same of another folder than {@code /proc}, for tests. */
    static Optional<ProcStat> read(Path proc, long pid) throws IOException {
        Path folder = proc.resolve(Long.toString(pid));
        try {
            return Optional.of(parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            // Not there from the start, or gone between open and read (ESRCH). All else says nothing of the process.
            if (exists(folder)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Asked without opening anything. */
    private static boolean exists(Path folder) throws IOException {
        try {
            return Files.readAttributes(folder, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            return false;
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
