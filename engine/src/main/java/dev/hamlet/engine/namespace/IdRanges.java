package dev.hamlet.engine.namespace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The numbers that a user may use besides their own (subuid(5), subgid(5)). */
public final class IdRanges {
    /** Numbers below are of accounts (login.defs(5)). */
    private static final long LOWEST = 100_000;

    private IdRanges() {}

    /**
     * A range.
     *
     * @param first the lowest number, as this computer counts
     * @param count how many
     */
    record Range(long first, long count) {}

    /** How many numbers a file gives a user, by name or by number; 0 where it cannot be read. */
    public static long count(Path file, String name, long uid) {
        return of(file, name, uid).stream().mapToLong(Range::count).sum();
    }

    /** The lowest number beyond all that these files give to somebody. */
    public static long beyond(List<Path> files) {
        long beyond = LOWEST;
        for (Path file : files) {
            for (Range range : all(text(file))) {
                beyond = Math.max(beyond, range.first() + range.count());
            }
        }
        return beyond;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Those that a file gives a user, by name or by number, in its order; none where it cannot be read. */
    static List<Range> of(Path file, String name, long uid) {
        return of(text(file), name, uid);
    }

    /** The same of the text of a file. Lines that are none are passed over, as shadow does. */
    static List<Range> of(String text, String name, long uid) {
        return entries(text)
                .filter(words -> words[0].equals(name) || words[0].equals(Long.toString(uid)))
                .map(words -> new Range(Long.parseLong(words[1]), Long.parseLong(words[2])))
                .toList();
    }

    private static List<Range> all(String text) {
        return entries(text)
                .map(words -> new Range(Long.parseLong(words[1]), Long.parseLong(words[2])))
                .toList();
    }

    private static Stream<String[]> entries(String text) {
        return text.lines()
                .map(line -> line.strip().split(":", -1))
                .filter(words -> words.length == 3
                        && words[1].matches("[0-9]{1,10}")
                        && words[2].matches("[0-9]{1,10}")
                        && Long.parseLong(words[2]) > 0);
    }

    /** What newuidmap(1) is told: inside, 0 is the user, and the ranges follow one after the other. */
    static List<String> mapping(long pid, long own, List<Range> ranges) {
        List<String> words = new ArrayList<>(List.of(Long.toString(pid), "0", Long.toString(own), "1"));
        long inside = 1;
        for (Range range : ranges) {
            words.addAll(List.of(Long.toString(inside), Long.toString(range.first()), Long.toString(range.count())));
            inside += range.count();
        }
        return words;
    }
}
