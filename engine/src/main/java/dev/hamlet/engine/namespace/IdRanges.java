package dev.hamlet.engine.namespace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The numbers that a user may use besides their own (subuid(5), subgid(5)). */
final class IdRanges {
    private IdRanges() {}

    /**
     * A range.
     *
     * @param first the lowest number, as this computer counts
     * @param count how many
     */
    record Range(long first, long count) {}

    /** Those that a file gives a user, by name or by number, in its order; none where it cannot be read. */
    static List<Range> of(Path file, String name, long uid) {
        try {
            return of(Files.readString(file, StandardCharsets.UTF_8), name, uid);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The same of the text of a file. Lines that are none are passed over, as shadow does. */
    static List<Range> of(String text, String name, long uid) {
        List<Range> ranges = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split(":", -1);
            if (words.length == 3
                    && (words[0].equals(name) || words[0].equals(Long.toString(uid)))
                    && words[1].matches("[0-9]{1,10}")
                    && words[2].matches("[0-9]{1,10}")
                    && Long.parseLong(words[2]) > 0) {
                ranges.add(new Range(Long.parseLong(words[1]), Long.parseLong(words[2])));
            }
        }
        return ranges;
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
