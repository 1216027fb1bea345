package dev.hamlet.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the control groups of one process say of all processes in them (cgroups(7); the kernel's
 * {@code admin-guide/cgroup-v2} and {@code cgroup-v1}). Reads small files and never waits. Belongs to one thread.
 */
public final class ProcessGroups {
    /** Version 1 says so where there is no limit: the largest number of pages. */
    private static final long NO_LIMIT = Long.MAX_VALUE >> 13;

    private final String cgroup;
    private final List<Mount> mounts;
    private final Map<String, Optional<ControlGroup>> found = new HashMap<>();

    private ProcessGroups(String cgroup, List<Mount> mounts) {
        this.cgroup = cgroup;
        this.mounts = mounts;
    }

    /** The hierarchies of this computer, looked for once: reading what is mounted is what takes time. */
    public static final class Mounted {
        private final List<Mount> mounts;

        private Mounted(List<Mount> mounts) {
            this.mounts = mounts;
        }

        /** As they are now. */
        public static Mounted look() {
            return new Mounted(new LinuxHost(Path.of("/"))
                    .mounts().stream()
                            .filter(mount -> mount.type().startsWith("cgroup"))
                            .toList());
        }

        /** The groups that a process is in now; those of one that has gone say nothing. */
        public ProcessGroups of(long pid) {
            return in(text(Path.of("/proc", Long.toString(pid), "cgroup")).orElse(""));
        }

        /**
         * The same of what has been read already.
         *
         * @param cgroup the groups of a process, as its file {@code cgroup} has them (cgroups(7))
         */
        public ProcessGroups in(String cgroup) {
            return new ProcessGroups(cgroup, mounts);
        }
    }

    private Optional<ControlGroup> group(String controller) {
        return found.computeIfAbsent(controller, name -> ControlGroup.of(name, cgroup, mounts));
    }

    /**
     * Whether these groups can limit this.
     *
     * @param controller {@code memory}, {@code cpu}, {@code pids}
     */
    public boolean limits(String controller) {
        return group(controller)
                .filter(group -> !group.unified()
                        || text(group.own().resolve("cgroup.controllers"))
                                .filter(all -> List.of(all.strip().split(" ")).contains(controller))
                                .isPresent())
                .isPresent();
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException notReadable) {
            return Optional.empty();
        }
    }

    /** A file of the group, which has another name in each version. */
    private Optional<String> text(String controller, String first, String second) {
        return group(controller).flatMap(group -> text(group.own().resolve(group.unified() ? second : first)));
    }

    private boolean unified(String controller) {
        return group(controller).filter(ControlGroup::unified).isPresent();
    }

    private static OptionalLong number(Optional<String> text) {
        return text.map(ProcText::number).orElse(OptionalLong.empty());
    }

    private static OptionalLong limit(OptionalLong number) {
        return number.isPresent() && number.getAsLong() < NO_LIMIT ? number : OptionalLong.empty();
    }

    /** Processor time, in nanoseconds. */
    public OptionalLong processorNanos() {
        if (unified("cpuacct")) {
            return text("cpu", "", "cpu.stat")
                    .map(text -> OptionalLong.of(ProcText.stat(text, "usage_usec") * 1000))
                    .orElse(OptionalLong.empty());
        }
        return number(text("cpuacct", "cpuacct.usage", ""));
    }

    /** How many processors' time they may use; empty for no limit. */
    public Optional<Double> processorLimit() {
        Optional<String> both = unified("cpu")
                ? text("cpu", "", "cpu.max")
                : text("cpu", "cpu.cfs_quota_us", "")
                        .flatMap(quota -> text("cpu", "cpu.cfs_period_us", "").map(period -> quota + " " + period));
        String[] words = both.orElse("").strip().split("\\s+", -1);
        if (words.length != 2) {
            return Optional.empty();
        }
        OptionalLong quota = ProcText.number(words[0]);
        OptionalLong period = ProcText.number(words[1]);
        return quota.isPresent() && quota.getAsLong() > 0 && period.orElse(0) > 0
                ? Optional.of((double) quota.getAsLong() / period.getAsLong())
                : Optional.empty();
    }

    /** Bytes that they hold, without file pages that the kernel would take back first. */
    public OptionalLong memory() {
        OptionalLong all = number(text("memory", "memory.usage_in_bytes", "memory.current"));
        if (all.isEmpty()) {
            return all;
        }
        String key = unified("memory") ? "inactive_file" : "total_inactive_file";
        long back = text("memory", "memory.stat", "memory.stat")
                .map(text -> ProcText.stat(text, key))
                .orElse(0L);
        return OptionalLong.of(Math.max(0, all.getAsLong() - back));
    }

    /** Bytes that they may hold; empty for no limit. */
    public OptionalLong memoryLimit() {
        return limit(number(text("memory", "memory.limit_in_bytes", "memory.max")));
    }

    /** Processes and threads. */
    public OptionalLong tasks() {
        return number(text("pids", "pids.current", "pids.current"));
    }

    /** How many there may be; empty for no limit. */
    public OptionalLong tasksLimit() {
        return limit(number(text("pids", "pids.max", "pids.max")));
    }

    /**
     * Bytes read from disks and written to them: what the group itself was seen to.
     *
     * @return two numbers, empty where that is not counted
     */
    public Optional<long[]> disk() {
        boolean second = unified("blkio");
        return (second ? text("io", "", "io.stat") : text("blkio", "blkio.throttle.io_service_bytes", "")).map(text -> {
            long[] sums = new long[2];
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", -1);
                for (String word : words) {
                    if (word.startsWith("rbytes=")) {
                        sums[0] += ProcText.number(word.substring(7)).orElse(0);
                    } else if (word.startsWith("wbytes=")) {
                        sums[1] += ProcText.number(word.substring(7)).orElse(0);
                    }
                }
                if (!second && words.length == 3) {
                    long count = ProcText.number(words[2]).orElse(0);
                    sums[0] += words[1].equals("Read") ? count : 0;
                    sums[1] += words[1].equals("Write") ? count : 0;
                }
            }
            return sums;
        });
    }

    /** Whether they get no time now. */
    public boolean frozen() {
        return text("freezer", "freezer.state", "cgroup.freeze")
                .map(String::strip)
                .filter(state -> state.equals("FROZEN") || state.equals("FREEZING") || state.equals("1"))
                .isPresent();
    }

    /** The numbers of their processes, also in groups below. */
    public List<Long> processes() {
        List<Long> all = new ArrayList<>();
        for (String controller : List.of("pids", "memory", "cpu", "freezer")) {
            if (all.isEmpty() && group(controller).isPresent()) {
                collect(group(controller).get().own(), all);
            }
        }
        return all;
    }

    private static void collect(Path folder, List<Long> all) {
        text(folder.resolve("cgroup.procs"))
                .ifPresent(text ->
                        text.lines().forEach(line -> ProcText.number(line).ifPresent(all::add)));
        try (var below = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path one : below) {
                collect(one, all);
            }
        } catch (IOException gone) {
            return;
        }
    }
}
