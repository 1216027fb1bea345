package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.host.ProcessGroups;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.ProcessUsage;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells of the processes of a container: by its control groups, or one by one where it has none of its own.
 * Safe for use by many threads.
 */
final class GroupFigures {
    /** What the names of our groups begin with. */
    static final String OURS = "/hamlet-";

    /** The whole names, root's and those below a scope of systemd: a unit that somebody calls {@code hamlet-…} is none. */
    private static final Pattern GROUP = Pattern.compile(
            OURS + "(?:[0-9a-f]{8}-[0-9a-f]{12}|[0-9a-f]{12}-[0-9]+\\.scope/container)(?:/|$)", Pattern.MULTILINE);

    /** A process may have megabytes of words. */
    private static final int LONGEST_COMMAND = 4096;

    private static final int LONGEST_TEXT = 1 << 20;

    private final SharedFigures shared = new SharedFigures();
    private final Processes processes;
    private volatile ProcessGroups.@Nullable Mounted mounted;

    GroupFigures(Processes processes) {
        this.processes = processes;
    }

    ProcessGroups groups(long pid) {
        return mounted().of(pid);
    }

    private ProcessGroups.Mounted mounted() {
        ProcessGroups.Mounted known = mounted;
        if (known == null) {
            known = ProcessGroups.Mounted.look();
            mounted = known;
        }
        return known;
    }

    /** Groups of its own, which limit it; empty where it has none. */
    private Optional<ProcessGroups> own(long pid) {
        String cgroup = text(pid, "cgroup");
        return haveOurs(cgroup) ? Optional.of(mounted().in(cgroup)) : Optional.empty();
    }

    /** Whether it has groups of its own, which limit it. */
    boolean hasGroups(long pid) {
        return haveOurs(text(pid, "cgroup"));
    }

    /** Whether one of these groups, as {@code /proc/PID/cgroup} has them, was made for a container. */
    static boolean haveOurs(String groups) {
        return GROUP.matcher(groups).find();
    }

    /** Whether the kernel gives it no time. */
    boolean isFrozen(long pid) {
        return own(pid).filter(ProcessGroups::frozen).isPresent();
    }

    private List<Long> members(long pid, long nanos) {
        return own(pid).map(ProcessGroups::processes).orElseGet(() -> shared.members(pid, nanos));
    }

    ContainerUsage usage(long pid, long nanos) {
        long[] net = network(pid);
        Optional<ProcessGroups> own = own(pid);
        if (own.isEmpty()) {
            return shared.usage(pid, nanos, net);
        }
        ProcessGroups groups = own.get();
        Optional<long[]> disk = groups.disk();
        return new ContainerUsage(
                nanos,
                known(groups.processorNanos()),
                known(groups.memory()),
                groups.memoryLimit().orElse(ContainerUsage.UNLIMITED),
                groups.processorLimit().orElse((double) ContainerUsage.UNLIMITED),
                known(groups.tasks()),
                groups.tasksLimit().orElse(ContainerUsage.UNLIMITED),
                disk.map(sums -> sums[0]).orElse(ContainerUsage.UNKNOWN),
                disk.map(sums -> sums[1]).orElse(ContainerUsage.UNKNOWN),
                net[0],
                net[1]);
    }

    private static long known(OptionalLong figure) {
        return figure.orElse(ContainerUsage.UNKNOWN);
    }

    /** What came and went by all its networks but the loopback (proc_pid_net(5)). */
    private static long[] network(long pid) {
        long[] sums = {ContainerUsage.UNKNOWN, ContainerUsage.UNKNOWN};
        for (String line : text(pid, "net/dev").lines().skip(2).toList()) {
            String[] words = line.strip().split("[:\\s]+", -1);
            if (words.length > 9 && !words[0].equals("lo")) {
                sums[0] = Math.max(0, sums[0]) + Long.parseLong(words[1]);
                sums[1] = Math.max(0, sums[1]) + Long.parseLong(words[9]);
            }
        }
        return sums;
    }

    List<ContainerProcess> processes(long pid, long nanos) {
        List<ContainerProcess> all = new ArrayList<>();
        for (long one : members(pid, nanos)) {
            process(one).ifPresent(all::add);
        }
        all.sort(java.util.Comparator.comparingLong(ContainerProcess::ownPid));
        return all;
    }

    private Optional<ContainerProcess> process(long pid) {
        String status = text(pid, "status");
        Optional<ProcessUsage> used = identity(pid).flatMap(processes::usage);
        if (status.isEmpty() || used.isEmpty()) {
            return Optional.empty();
        }
        String[] numbers = value(status, "NSpid", Long.toString(pid)).split("\\s+", -1);
        String command = command(pid);
        return Optional.of(new ContainerProcess(
                pid,
                Long.parseLong(numbers[numbers.length - 1]),
                Long.parseLong(value(status, "Uid", "0").split("\\s+", -1)[0]),
                Duration.ofNanos(used.get().cpuNanos()),
                used.get().resident(),
                command.isEmpty() ? "[" + value(status, "Name", "") + "]" : command));
    }

    /** One that cannot be looked at is left out for now, as one that has gone. */
    private Optional<ProcessIdentity> identity(long pid) {
        try {
            return processes.identify(pid);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    static String value(String status, String key, String otherwise) {
        return status.lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    /** A file of a process, which the kernel writes; empty once it has gone. */
    static String text(long pid, String file) {
        return new String(beginning(pid, file, LONGEST_TEXT), StandardCharsets.UTF_8);
    }

    /** What a process was started with, or says that it was: at most so much of it as anybody reads. */
    private static String command(long pid) {
        byte[] bytes = beginning(pid, "cmdline", LONGEST_COMMAND + 1);
        String text = new String(bytes, 0, Math.min(bytes.length, LONGEST_COMMAND), StandardCharsets.UTF_8)
                .replace('\0', ' ')
                .strip();
        if (bytes.length <= LONGEST_COMMAND) {
            return text;
        }
        // It may have been cut within a letter.
        return (text.endsWith("\ufffd") ? text.substring(0, text.length() - 1) : text) + "…";
    }

    private static byte[] beginning(long pid, String file, int longest) {
        try (InputStream in =
                Files.newInputStream(Path.of("/proc", Long.toString(pid)).resolve(file))) {
            return in.readNBytes(longest);
        } catch (IOException gone) {
            return new byte[0];
        }
    }
}
