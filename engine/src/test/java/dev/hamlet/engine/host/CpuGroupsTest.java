package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups in a folder that stands for the kernel's: its control files are made here, as the kernel makes them. */
class CpuGroupsTest {
    private static final String OLD = "33 32 0:30 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n";
    private static final String UNIFIED = "35 30 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

    @TempDir
    Path root;

    private CpuGroups groups;

    @BeforeEach
    void open() {
        groups = new CpuGroups(root);
    }

    private Path write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        return Files.writeString(path, text);
    }

    private void files(String folder, List<String> names) throws IOException {
        for (String name : names) {
            write(folder + "/" + name, "");
        }
    }

    private String read(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    @Test
    void aGuestHasAGroupOfVersion1BelowHamletsOwn() throws Exception {
        write("proc/self/mountinfo", OLD);
        write("proc/self/cgroup", "3:cpu,cpuacct:/desk\n0::/\n");
        String folder = "sys/fs/cgroup/cpu/desk/hamlet/web-1";
        files(folder, List.of("cgroup.procs", "cpu.cfs_period_us", "cpu.cfs_quota_us"));
        CpuGroup group = groups.place("web-1", 4711).orElseThrow();
        assertEquals(new CpuGroup(root.resolve(folder), false), group);
        assertEquals("4711", read(folder + "/cgroup.procs"));
        group.limit(1.5);
        assertEquals("100000", read(folder + "/cpu.cfs_period_us"));
        assertEquals("150000", read(folder + "/cpu.cfs_quota_us"));
        group.limit(0.000_1);
        assertEquals("1000", read(folder + "/cpu.cfs_quota_us"), "the least that the kernel takes");
        group.limit(Double.POSITIVE_INFINITY);
        assertEquals("-1", read(folder + "/cpu.cfs_quota_us"));
    }

    @Test
    void theControllerIsHandedDownInVersion2() throws Exception {
        write("proc/self/mountinfo", UNIFIED);
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/cgroup.subtree_control", "memory pids\n");
        write("sys/fs/cgroup/hamlet/cgroup.subtree_control", "\n");
        String folder = "sys/fs/cgroup/hamlet/web-1";
        files(folder, List.of("cgroup.procs", "cpu.max"));
        CpuGroup group = groups.place("web-1", 4711).orElseThrow();
        assertEquals("+cpu", read("sys/fs/cgroup/cgroup.subtree_control").substring(0, 4));
        assertEquals("+cpu", read("sys/fs/cgroup/hamlet/cgroup.subtree_control").substring(0, 4));
        group.limit(0.5);
        assertEquals("50000 100000", read(folder + "/cpu.max"));
        group.limit(Double.POSITIVE_INFINITY);
        assertEquals("max 100000", read(folder + "/cpu.max"));
    }

    @Test
    void whereNoGroupCanBeMadeNothingIsLeft() throws Exception {
        assertTrue(groups.place("web-1", 4711).isEmpty(), "no controller is mounted");
        write("proc/self/mountinfo", OLD);
        write("proc/self/cgroup", "3:cpu,cpuacct:/desk\n");
        Path own = Files.createDirectories(root.resolve("sys/fs/cgroup/cpu/desk"));
        assertTrue(groups.place("web-1", 4711).isEmpty(), "the process cannot be put into it");
        try (var left = Files.list(own)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aGuestThatWasFoundIsInItsOwnGroupOrNone() throws Exception {
        write("proc/self/mountinfo", OLD);
        Files.createDirectories(root.resolve("sys/fs/cgroup/cpu/desk/hamlet/web-1"));
        write("proc/4711/cgroup", "3:cpu,cpuacct:/desk/hamlet/web-1\n");
        assertTrue(groups.of("web-1", 4711).isPresent());
        assertTrue(groups.of("web-2", 4711).isEmpty(), "another machine's");
        write("proc/4712/cgroup", "3:cpu,cpuacct:/desk\n");
        assertTrue(groups.of("web-1", 4712).isEmpty());
        assertTrue(groups.of("web-1", 4713).isEmpty(), "it has ended");
    }

    @Test
    void aScopeIsBoundedWhereItsManagerHasTheController() throws Exception {
        write("proc/self/mountinfo", UNIFIED);
        String slice = "user.slice/user@1000.service/app.slice";
        write("proc/4711/cgroup", "0::/" + slice + "/hamlet-web-1-4711.scope\n");
        write("sys/fs/cgroup/" + slice + "/cgroup.controllers", "memory pids\n");
        assertFalse(groups.isBoundedUnit("hamlet-web-1-4711.scope", 4711));
        write("sys/fs/cgroup/" + slice + "/cgroup.controllers", "cpu memory pids\n");
        assertTrue(groups.isBoundedUnit("hamlet-web-1-4711.scope", 4711));
        assertFalse(groups.isBoundedUnit("hamlet-web-1-4712.scope", 4711));
    }

    @Test
    void emptyGroupsAreSweptAndOthersStay() throws Exception {
        write("proc/self/mountinfo", OLD);
        write("proc/self/cgroup", "3:cpu,cpuacct:/\n");
        Path top = root.resolve("sys/fs/cgroup/cpu/hamlet");
        Files.createDirectories(top.resolve("ended"));
        files("sys/fs/cgroup/cpu/hamlet/runs", List.of("cgroup.procs"));
        groups.sweep();
        assertFalse(Files.exists(top.resolve("ended")));
        assertTrue(Files.exists(top.resolve("runs")));
    }
}
