package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what a Linux host tells of itself in files. Safe for use by many threads. */
final class LinuxHost implements HostCapacity.Source {
    private final Path root;
    private volatile @Nullable Groups groups;

    /** Which groups bound this process's memory by this text of {@code /proc/self/cgroup}. */
    private record Groups(String cgroup, Optional<CgroupMemory> memory) {}

    /**
     * The host whose files lie below this folder.
     *
     * @param root {@code /}; a folder of copies in tests
     */
    LinuxHost(Path root) {
        this.root = root;
    }

    @Override
    public HostFacts facts() throws ProblemException {
        Map<String, Long> meminfo = ProcText.amounts(need("proc/meminfo"));
        long present = meminfo.getOrDefault("MemTotal", 0L);
        long memory = present;
        long available = ProcText.available(meminfo);
        Optional<CgroupMemory> groups = memoryGroups();
        if (groups.isPresent()) {
            CgroupMemory cgroup = groups.get();
            for (Path folder : cgroup.folders()) {
                Optional<String> text = read(folder, cgroup.limitFile());
                OptionalLong limit = text.isEmpty() ? OptionalLong.empty() : ProcText.number(text.get());
                if (limit.isPresent() && limit.getAsLong() < present) {
                    memory = Math.min(memory, limit.getAsLong());
                    available = Math.min(available, limit.getAsLong() - used(cgroup, folder));
                }
            }
        }
        int processors = Runtime.getRuntime().availableProcessors();
        int online = ProcText.count(read("sys/devices/system/cpu/online").orElse(""));
        return new HostFacts(
                processors,
                Math.max(processors, online),
                new ByteSize(memory),
                new ByteSize(present),
                new ByteSize(Math.max(0, available)),
                ProcText.load(read("proc/loadavg").orElse("0")));
    }

    /** What is mounted takes longer to read than all the rest, and is of interest again when this process is moved. */
    private Optional<CgroupMemory> memoryGroups() {
        String cgroup = read("proc/self/cgroup").orElse("");
        Groups known = groups;
        if (known == null || !known.cgroup().equals(cgroup)) {
            known = new Groups(cgroup, CgroupMemory.of(cgroup, mounts()));
            groups = known;
        }
        return known.memory();
    }

    private long used(CgroupMemory cgroup, Path folder) {
        long usage = read(folder, cgroup.usageFile())
                .map(text -> ProcText.number(text).orElse(0))
                .orElse(0L);
        long reclaimable = read(folder, "memory.stat")
                .map(text -> ProcText.stat(text, cgroup.reclaimableKey()))
                .orElse(0L);
        return Math.max(0, usage - reclaimable);
    }

    @Override
    public long resident(long pid) {
        // status rather than statm, whose pages would need the page size; a kernel thread or zombie has no VmRSS.
        return read("proc/" + pid + "/status")
                .map(text -> ProcText.amounts(text).getOrDefault("VmRSS", -1L))
                .orElse(-1L);
    }

    /** What is mounted, as this process sees it. */
    List<Mount> mounts() {
        return Mount.parse(read("proc/self/mountinfo").orElse(""));
    }

    /** The text of this file, or empty if it is not there or may not be read. */
    Optional<String> read(String file) {
        // Through a buffer: a first read of one byte, as the short ways to read a whole file make it where the kernel
        // tells no
        // size, is all that it gives of a setting. And not as lines of UTF-8, which an odd mount point may not be.
        try (InputStream in = new BufferedInputStream(Files.newInputStream(root.resolve(file)))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException notReadable) {
            return Optional.empty();
        }
    }

    /** Which of these names are in this folder. */
    List<String> present(String folder, List<String> names) {
        return names.stream()
                .filter(name -> Files.exists(root.resolve(folder).resolve(name)))
                .toList();
    }

    /** The number in this file, or {@code otherwise}. */
    long number(String file, long otherwise) {
        return read(file).map(text -> ProcText.number(text).orElse(otherwise)).orElse(otherwise);
    }

    private Optional<String> read(Path folder, String file) {
        return read(Path.of("/").relativize(folder).resolve(file).toString());
    }

    private String need(String file) throws ProblemException {
        return read(file)
                .orElseThrow(() ->
                        new ProblemException(new HostProblem.FileUnusable(root.resolve(file), "it cannot be read")));
    }
}
