package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProcTextTest {
    @Test
    void memoryAvailableIsEstimatedOnKernelsBefore314() {
        Map<String, Long> meminfo = ProcText.amounts("""
                MemTotal:        8062292 kB
                MemFree:          100000 kB
                Buffers:           20000 kB
                Cached:           300000 kB
                Shmem:             50000 kB
                Active(anon):       9999 kB
                HugePages_Total:       0
                """);

        assertEquals(370_000L << 10, ProcText.available(meminfo));
        assertEquals(9_999L << 10, meminfo.get("Active(anon)"));
        assertFalse(meminfo.containsKey("HugePages_Total"));
    }

    @Test
    void processorListsAreCounted() {
        assertEquals(1, ProcText.count("0\n"));
        assertEquals(2, ProcText.count("0-1\n"));
        assertEquals(6, ProcText.count("0-3,8,10\n"));
        assertEquals(0, ProcText.count(""));
        assertEquals(0, ProcText.count("0-x"));
    }

    @Test
    void wordMaxIsNoNumber() {
        assertEquals(OptionalLong.empty(), ProcText.number("max\n"));
        assertEquals(OptionalLong.of(42), ProcText.number("42\n"));
    }

    @Test
    void statKeyIsMatchedWhole() {
        assertEquals(7, ProcText.stat("total_inactive_file 9\ninactive_file 7\n", "inactive_file"));
        assertEquals(0, ProcText.stat("anon 9\n", "inactive_file"));
    }

    @Test
    void modelAndFlagsAreThoseOfTheFirstProcessor() {
        String cpuinfo = """
                processor\t: 0
                model\t\t: 94
                model name\t: Intel Core Processor (Skylake)
                flags\t\t: fpu vmx sse2

                processor\t: 1
                model name\t: other
                flags\t\t: fpu
                """;

        assertEquals("Intel Core Processor (Skylake)", ProcText.model(cpuinfo));
        assertTrue(ProcText.flags(cpuinfo).contains("vmx"));
        assertEquals("", ProcText.model("processor\t: 0\n"));
    }

    @Test
    void osReleaseLosesItsQuotes() {
        Map<String, String> values = ProcText.osRelease("""
                # a comment
                PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                ID=debian
                VERSION_ID='12'
                """);

        assertEquals("Debian GNU/Linux 12 (bookworm)", values.get("PRETTY_NAME"));
        assertEquals("debian", values.get("ID"));
        assertEquals("12", values.get("VERSION_ID"));
    }

    @Test
    void mountPointWithASpaceIsRead() {
        List<Mount> mounts = Mount.parse("""
                1 1 0:2 / / rw - rootfs rootfs rw,size=235728k
                25 1 0:22 / /mnt rw,nosuid,noexec,relatime shared:3 master:4 - tmpfs tmpfs rw,inode64
                26 25 0:23 / /mnt/a\\040b rw,relatime - ext4 /dev/sda1 rw
                nonsense
                """);

        assertEquals(3, mounts.size());
        assertEquals("ext4", type("/mnt/a b/file", mounts));
        assertEquals("tmpfs", type("/mnt/a", mounts));
        assertEquals("rootfs", type("/mntx", mounts));
        assertTrue(mounts.get(1).options().contains("noexec"));
    }

    @Test
    void laterMountOnTheSamePointCoversTheEarlier() {
        List<Mount> mounts = Mount.parse("""
                24 23 0:22 / /dev/shm rw,noexec - tmpfs tmpfs rw
                29 24 0:26 / /dev/shm rw - ramfs ramfs rw
                """);

        assertEquals("ramfs", type("/dev/shm/x", mounts));
    }

    @Test
    void groupOfAContainerIsFoundBelowTheMountedRoot() {
        // Version 1 without a namespace of its own: the mount shows the container's group as the top.
        List<Mount> mounts =
                Mount.parse("35 30 0:31 /docker/ab12 /sys/fs/cgroup/memory ro - cgroup cgroup rw,seclabel,memory\n");

        CgroupMemory groups =
                CgroupMemory.of("4:cpu,memory:/docker/ab12/inner\n", mounts).orElseThrow();

        assertFalse(groups.unified());
        assertEquals(
                List.of(Path.of("/sys/fs/cgroup/memory/inner"), Path.of("/sys/fs/cgroup/memory")), groups.folders());
    }

    @Test
    void groupOutsideTheNamespaceLeavesOnlyTheTop() {
        List<Mount> mounts = Mount.parse("35 30 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n");

        CgroupMemory groups = CgroupMemory.of("0::/../../other.slice\n", mounts).orElseThrow();

        assertEquals(List.of(Path.of("/sys/fs/cgroup")), groups.folders());
    }

    @Test
    void groupsWithoutAMountAreNotGuessed() {
        assertEquals(Optional.empty(), CgroupMemory.of("0::/user.slice\n", List.of()));
        assertEquals(Optional.empty(), CgroupMemory.of("", Mount.parse("35 30 0:31 / /c rw - cgroup2 c rw\n")));
    }

    private static String type(String path, List<Mount> mounts) {
        return Mount.holding(Path.of(path), mounts).orElseThrow().type();
    }
}
