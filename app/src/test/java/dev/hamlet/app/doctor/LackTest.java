package dev.hamlet.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LackTest {
    private static List<String> ids(HostReport report) {
        return Lack.of(report).stream().map(Lack::id).toList();
    }

    @Test
    void nothingIsLackingWhereAllIsWell() {
        assertEquals(List.of(), Lack.of(TestReports.lacking()));
    }

    @Test
    void packagesForTheSameAreOneThingWithOneCommand() {
        List<Lack> lacks =
                Lack.of(TestReports.lacking(TestReports.QEMU, TestReports.XORRISO, TestReports.RUNC, TestReports.FUSE));

        assertEquals(
                List.of("missing-machines", "missing-containers", "missing-containers-others"),
                lacks.stream().map(Lack::id).toList());
        Lack machines = lacks.getFirst();
        assertEquals("sudo apt install qemu-system-x86 xorriso", machines.command());
        assertEquals(Optional.of(PrivilegedVerb.INSTALL_MACHINES), machines.repair());
        assertEquals(Check.State.PROBLEM, machines.state());
        assertEquals("sudo apt install fuse-overlayfs", lacks.getLast().command());
        assertEquals(Optional.empty(), lacks.getLast().repair());
    }

    @Test
    void theWeightiestIsFirstAndOfEqualOnesWhatCanBeRepaired() {
        assertEquals(
                List.of("missing-machines", "accelerator", "subordinate-ids", "sandbox"),
                ids(TestReports.lacking(TestReports.SANDBOX, TestReports.KVM, TestReports.IDS, TestReports.QEMU)));
    }

    @Test
    void virtualizationThatIsOffIsToldOnce() {
        assertEquals(List.of("virtualization"), ids(TestReports.lacking(TestReports.NO_KVM, TestReports.FIRMWARE)));
        assertEquals(List.of("accelerator"), ids(TestReports.lacking(TestReports.NO_KVM)));
    }

    @Test
    void whatNobodyCanChangeDoesNotPress() {
        List<Lack> lacks = Lack.of(TestReports.lacking(TestReports.SANDBOX, TestReports.FIRMWARE));
        assertFalse(lacks.getFirst().isPressing() && lacks.getLast().isPressing());
        assertTrue(lacks.stream().anyMatch(lack -> lack.id().equals("virtualization") && lack.isPressing()));
    }

    @Test
    void aReportKnowsWhatRuns() {
        assertTrue(TestReports.lacking(TestReports.KVM).machinesRun());
        assertTrue(TestReports.lacking(TestReports.KVM).containersRun());
        HostReport noQemu = TestReports.lacking(TestReports.QEMU);
        assertFalse(noQemu.machinesRun());
        assertTrue(noQemu.containersRun());
        HostReport noRuntime = TestReports.lacking(TestReports.RUNC, TestReports.XORRISO);
        assertTrue(noRuntime.machinesRun());
        assertFalse(noRuntime.containersRun());
        assertEquals("sudo apt install runc xorriso", noRuntime.installation());
    }
}
