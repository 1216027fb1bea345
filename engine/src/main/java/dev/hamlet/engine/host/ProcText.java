package dev.hamlet.engine.host;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the texts of {@code /proc} and {@code /sys}. Pure functions of the text. */
final class ProcText {
    private static final String KILOBYTES = " kB";

    private ProcText() {}

    /** The amounts of {@code /proc/meminfo} or {@code /proc/PID/status} in bytes ("kB" there means 1024). */
    static Map<String, Long> amounts(String text) {
        Map<String, Long> amounts = new HashMap<>();
        // By hand: this is read every second, and a pattern takes ten times as long.
        int next;
        for (int at = 0; at < text.length(); at = next + 1) {
            int end = text.indexOf('\n', at);
            next = end < 0 ? text.length() : end;
            int colon = text.indexOf(':', at);
            if (colon > at && colon < next && text.startsWith(KILOBYTES, next - KILOBYTES.length())) {
                OptionalLong amount = number(text.substring(colon + 1, next - KILOBYTES.length()));
                if (amount.isPresent()) {
                    amounts.put(text.substring(at, colon), amount.getAsLong() << 10);
                }
            }
        }
        return amounts;
    }

    /** The words of {@code /proc/PID/status} by their names. */
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                pairs.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return pairs;
    }

    /** What can be had without swapping: {@code MemAvailable}, or the old estimate on kernels before 3.14. */
    static long available(Map<String, Long> meminfo) {
        Long available = meminfo.get("MemAvailable");
        if (available != null) {
            return available;
        }
        return Math.max(
                0,
                meminfo.getOrDefault("MemFree", 0L)
                        + meminfo.getOrDefault("Buffers", 0L)
                        + meminfo.getOrDefault("Cached", 0L)
                        // Shared memory counts as cached and cannot be dropped.
                        - meminfo.getOrDefault("Shmem", 0L));
    }

    /** One value of a {@code memory.stat}, 0 where it is not named. */
    static long stat(String text, String key) {
        return text.lines()
                .map(line -> line.split(" "))
                .filter(parts -> parts.length == 2 && parts[0].equals(key))
                .mapToLong(parts -> number(parts[1]).orElse(0))
                .findFirst()
                .orElse(0);
    }

    /** A file that holds one number; empty for {@code max} and anything else that is none. */
    static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /** How many processors a list such as {@code 0-3,8} names; 0 if it cannot be read. */
    static int count(String list) {
        int count = 0;
        for (String range : list.strip().split(",", -1)) {
            String[] ends = range.split("-", 2);
            OptionalLong first = number(ends[0]);
            OptionalLong last = number(ends[ends.length - 1]);
            if (first.isEmpty() || last.isEmpty()) {
                return 0;
            }
            count += (int) (last.getAsLong() - first.getAsLong() + 1);
        }
        return count;
    }

    /** The first number of {@code /proc/loadavg}, 0 if it cannot be read. */
    static double load(String loadavg) {
        try {
            return Double.parseDouble(loadavg.strip().split(" ", 2)[0]);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    /** The first value of this key in {@code /proc/cpuinfo}. */
    static Optional<String> cpuinfo(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key)
                        && line.substring(key.length()).strip().startsWith(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    /** The model of the processor, or its architecture's word for it; empty if neither is told. */
    static String model(String cpuinfo) {
        return cpuinfo(cpuinfo, "model name")
                .or(() -> cpuinfo(cpuinfo, "Model"))
                .or(() -> cpuinfo(cpuinfo, "Hardware"))
                .orElse("");
    }

    /** The flags of the first processor. */
    static Set<String> flags(String cpuinfo) {
        return cpuinfo(cpuinfo, "flags")
                .or(() -> cpuinfo(cpuinfo, "Features"))
                .map(flags -> Set.copyOf(Arrays.asList(flags.split("\\s+"))))
                .orElse(Set.of());
    }

    /** The pairs of an os-release(5), quotes removed. */
    static Map<String, String> osRelease(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().map(String::strip).filter(line -> !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String value = line.substring(equals + 1);
                boolean quoted = value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
                values.put(line.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
            }
        });
        return values;
    }
}
