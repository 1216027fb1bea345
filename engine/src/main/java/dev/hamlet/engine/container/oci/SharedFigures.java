package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerUsage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What containers use that have no control groups of their own: the sums of what the processes of their process namespace
 * use (proc(5)). What a process used that nobody waited for is lost with it. Safe for use by many threads.
 */
final class SharedFigures {
    private static final Path ALL = Path.of("/proc");
    /** For this long one look at all processes serves all containers. */
    private static final long HOLDS = 200_000_000;
    /** Clock ticks of proc(5) are hundredths of a second on every Linux that is served. */
    private static final long TICK = 10_000_000;

    private static final int KIB = 1024;
    private volatile Seen seen = new Seen(0, Map.of());

    /** The processes of each namespace, at a moment. */
    private record Seen(long nanos, Map<String, List<Long>> members) {}

    /** The processes of the namespace that this one is in. */
    List<Long> members(long pid, long nanos) {
        String own = namespace(pid);
        Seen last = seen;
        List<Long> members = last.members().get(own);
        if (members == null || nanos - last.nanos() > HOLDS) {
            last = new Seen(nanos, look());
            seen = last;
            members = last.members().get(own);
        }
        return own.isEmpty() || members == null ? List.of() : members;
    }

    private static Map<String, List<Long>> look() {
        Map<String, List<Long>> members = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ALL, "[0-9]*")) {
            for (Path one : all) {
                long pid = Long.parseLong(one.getFileName().toString());
                String namespace = namespace(pid);
                if (!namespace.isEmpty()) {
                    members.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(pid);
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return members;
    }

    /** Empty for one that has gone, or is nobody's business here. */
    private static String namespace(long pid) {
        try {
            return Files.readSymbolicLink(ALL.resolve(Long.toString(pid)).resolve("ns/pid"))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * What they use.
     *
     * @param net received and sent
     */
    ContainerUsage usage(long pid, long nanos, long[] net) {
        long ticks = 0;
        long memory = 0;
        long tasks = 0;
        for (long one : members(pid, nanos)) {
            ticks += ticks(GroupFigures.text(one, "stat"));
            String status = GroupFigures.text(one, "status");
            memory += kibibytes(status, "RssAnon") + kibibytes(status, "RssShmem");
            tasks += number(GroupFigures.value(status, "Threads", "0"));
        }
        return new ContainerUsage(
                nanos,
                ticks * TICK,
                memory * KIB,
                ContainerUsage.UNLIMITED,
                ContainerUsage.UNLIMITED,
                tasks,
                ContainerUsage.UNLIMITED,
                ContainerUsage.UNKNOWN,
                ContainerUsage.UNKNOWN,
                net[0],
                net[1]);
    }

    /** Of itself and of all whose end it has seen: fields 14 to 17. */
    static long ticks(String stat) {
        String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= 17 && field - 3 < words.length; field++) {
            ticks += number(words[field - 3]);
        }
        return ticks;
    }

    private static long kibibytes(String status, String key) {
        return number(GroupFigures.value(status, key, "0").split(" ", -1)[0]);
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
