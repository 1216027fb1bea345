package dev.hamlet.engine.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mounted file system, a line of {@code /proc/PID/mountinfo} (proc_pid_mountinfo(5)). Pure.
 *
 * @param root the folder within the file system that is seen at the mount point
 * @param point where it is mounted
 * @param options the options of this mount, such as {@code noexec}
 * @param type such as {@code ext4}
 * @param superOptions the options of the file system itself, such as {@code memory} for a control group hierarchy
 */
record Mount(String root, Path point, Set<String> options, String type, Set<String> superOptions) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    Mount {
        options = Set.copyOf(options);
        superOptions = Set.copyOf(superOptions);
    }

    /** All mounts of this text, in its order; lines of another shape are left out. */
    static List<Mount> parse(String mountinfo) {
        return mountinfo.lines().map(Mount::line).flatMap(Optional::stream).toList();
    }

    /** The mount that this absolute path lies on. */
    static Optional<Mount> holding(Path path, List<Mount> mounts) {
        // Of two mounts on one point the later covers the earlier.
        return mounts.stream()
                .filter(mount -> path.startsWith(mount.point()))
                .reduce((first, second) ->
                        second.point().getNameCount() >= first.point().getNameCount() ? second : first);
    }

    private static Optional<Mount> line(String line) {
        int separator = line.indexOf(" - ");
        if (separator < 0) {
            return Optional.empty();
        }
        String[] mount = line.substring(0, separator).split(" ", -1);
        String[] system = line.substring(separator + 3).split(" ", -1);
        if (mount.length < 6 || system.length < 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Mount(plain(mount[3]), Path.of(plain(mount[4])), words(mount[5]), system[0], words(system[2])));
        } catch (InvalidPathException notInThisCharset) {
            return Optional.empty();
        }
    }

    private static Set<String> words(String options) {
        return Set.copyOf(Arrays.asList(options.split(",")));
    }

    /** The kernel writes space, tab, newline and backslash as octal numbers. */
    private static String plain(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }
}
