package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.CpuGroup;
import dev.hamlet.engine.host.CpuGroups;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.HypervisorFixture;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a guest may use of the processors, kept by the kernel. */
@Tag("real")
class CpuLimitIT extends HypervisorFixture {
    private static final CpuGroups GROUPS = CpuGroups.ofThisHost();

    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    @Override
    protected Hypervisor open(HamletPaths at) {
        return RealQemu.open(at);
    }

    /** Whether this account may make control groups here: tried with a process that does nothing. */
    private static void requireGroups() throws Exception {
        Process idle = new ProcessBuilder("sleep", "60").start();
        try {
            Optional<CpuGroup> group = GROUPS.place("trial", idle.pid());
            assumeTrue(group.isPresent(), "this account may make no control group with the cpu controller here");
        } finally {
            idle.destroyForcibly().waitFor();
            GROUPS.sweep();
        }
    }

    private static Optional<CpuGroup> group(MachineSpec spec, RunningGuest guest) {
        return GROUPS.of(spec.id().value(), guest.record().pid());
    }

    /** The quota in processors, of either version of the control groups. */
    private static double quota(CpuGroup group) throws Exception {
        Path folder = group.folder();
        String[] words = group.unified()
                ? Files.readString(folder.resolve("cpu.max")).strip().split(" ")
                : new String[] {
                    Files.readString(folder.resolve("cpu.cfs_quota_us")).strip(),
                    Files.readString(folder.resolve("cpu.cfs_period_us")).strip()
                };
        return words[0].equals("max") || words[0].equals("-1")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
    }

    @Test
    void aGuestIsLimitedFromItsStartOnAndWhileItRuns() throws Exception {
        requireGroups();
        MachineSpec spec = machine().vcpus(2).cpuLimit(25).build();
        RunningGuest guest = launch(spec);
        CpuGroup group = group(spec, guest).orElseThrow();
        assertEquals(0.5, quota(group));
        assertEquals(25, Objects.requireNonNull(guest.record().settings()).cpuLimit());
        assertTrue(guest.live().contains(Setting.CPU_LIMIT));
        RunningGuest found = hypervisor.adopt(folderOf(spec)).orElseThrow();
        found.limitCpu(1);
        assertEquals(1, quota(group));
        found.limitCpu(Double.POSITIVE_INFINITY);
        assertEquals(Double.POSITIVE_INFINITY, quota(group));
        found.close();
        guest.forceOff();
        assertTrue(guest.awaitEnd(SOON).isPresent());
        assertFalse(Files.exists(group.folder()), "the group goes with its guest");
    }

    @Test
    void aGuestWithoutLimitHasAGroupOfItsOwnToo() throws Exception {
        requireGroups();
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        assertTrue(TimeSource.system().await(() -> group(spec, guest).isPresent(), SOON, Duration.ofMillis(5)));
        assertEquals(Double.POSITIVE_INFINITY, quota(group(spec, guest).orElseThrow()));
        guest.kill();
        assertTrue(guest.awaitEnd(SOON).isPresent());
    }

    @Test
    void aBusyProcessGetsNoMoreThanItsShare() throws Exception {
        requireGroups();
        Process busy = new ProcessBuilder("dd", "if=/dev/zero", "of=/dev/null", "bs=4k").start();
        try {
            GROUPS.place("busy", busy.pid()).orElseThrow().limit(0.2);
            Duration before = busy.info().totalCpuDuration().orElseThrow();
            long start = System.nanoTime();
            assertFalse(busy.waitFor(1, TimeUnit.SECONDS));
            Duration used = busy.info().totalCpuDuration().orElseThrow().minus(before);
            double share = (double) used.toNanos() / (System.nanoTime() - start);
            assertTrue(share < 0.35, () -> "used " + share + " of a processor");
        } finally {
            busy.destroyForcibly().waitFor();
            GROUPS.sweep();
        }
    }
}
