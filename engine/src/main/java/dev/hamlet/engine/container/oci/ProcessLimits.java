package dev.hamlet.engine.container.oci;

import java.util.HashMap;
import java.util.Map;

/**
 * What a process may use at most (proc(5), {@code /proc/PID/limits}, {@code status}).
 *
 * @param hard limits by the names that {@code --ulimit} has for them; one that is not there is not limited
 * @param raisable whether they may be passed (capabilities(7), {@code CAP_SYS_RESOURCE})
 */
record ProcessLimits(Map<String, Long> hard, boolean raisable) {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Max cpu time", "cpu"),
            Map.entry("Max file size", "fsize"),
            Map.entry("Max data size", "data"),
            Map.entry("Max stack size", "stack"),
            Map.entry("Max core file size", "core"),
            Map.entry("Max resident set", "rss"),
            Map.entry("Max processes", "nproc"),
            Map.entry("Max open files", "nofile"),
            Map.entry("Max locked memory", "memlock"),
            Map.entry("Max address space", "as"),
            Map.entry("Max file locks", "locks"),
            Map.entry("Max pending signals", "sigpending"),
            Map.entry("Max msgqueue size", "msgqueue"),
            Map.entry("Max nice priority", "nice"),
            Map.entry("Max realtime priority", "rtprio"),
            Map.entry("Max realtime timeout", "rttime"));
    private static final int SYS_RESOURCE = 24;
    private static final int NAME = 26;
    private static final int SOFT = 47;

    /** What a container has where nothing is known. */
    static final long USUAL_FILES = 1024;

    ProcessLimits {
        hard = Map.copyOf(hard);
    }

    /** Those that these two files tell. */
    static ProcessLimits of(String limits, String status) {
        Map<String, Long> hard = new HashMap<>();
        for (String line : limits.lines().toList()) {
            if (line.length() > SOFT
                    && NAMES.containsKey(line.substring(0, NAME).strip())) {
                String number = line.substring(SOFT).strip().split("\\s+", 2)[0];
                if (number.matches("[0-9]{1,18}")) {
                    hard.put(NAMES.get(line.substring(0, NAME).strip()), Long.parseLong(number));
                }
            }
        }
        boolean raisable = status.lines()
                .filter(line -> line.matches("CapEff:\\s*[0-9a-f]{1,16}"))
                .anyMatch(line -> (Long.parseUnsignedLong(
                                                line.substring("CapEff:".length())
                                                        .strip(),
                                                16)
                                        >> SYS_RESOURCE
                                & 1)
                        == 1);
        return new ProcessLimits(hard, raisable);
    }

    /** How many files it may have open. */
    long openFiles() {
        return hard.getOrDefault("nofile", USUAL_FILES);
    }
}
