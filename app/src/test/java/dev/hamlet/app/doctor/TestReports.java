package dev.hamlet.app.doctor;

import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.host.Check.Area;
import dev.hamlet.engine.host.Check.Remedy;
import dev.hamlet.engine.host.Check.State;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.host.HypervisorFacts;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports of computers that have all, or lack this and that. */
final class TestReports {
    static final Check QEMU = check(
            "hypervisor",
            Area.MACHINES,
            State.PROBLEM,
            new HostProblem.QemuMissing("qemu-system-x86_64", "qemu-system-x86"),
            new Remedy("sudo apt install qemu-system-x86", "qemu-system-x86", PrivilegedVerb.INSTALL_MACHINES));
    static final Check XORRISO = check(
            "xorriso",
            Area.MACHINES,
            State.WARNING,
            new MediaProblem.ToolMissing("xorriso", "xorriso"),
            new Remedy("sudo apt install xorriso", "xorriso", PrivilegedVerb.INSTALL_MACHINES));
    static final Check RUNC = check(
            "container-runtime",
            Area.CONTAINERS,
            State.WARNING,
            new ContainerProblem.ContainerRuntimeMissing("runc", "runc"),
            new Remedy("sudo apt install runc", "runc", PrivilegedVerb.INSTALL_CONTAINERS));
    static final Check FUSE = check(
            "overlay",
            Area.CONTAINERS,
            State.WARNING,
            new MediaProblem.ToolMissing("fuse-overlayfs", "fuse-overlayfs"),
            new Remedy("sudo apt install fuse-overlayfs", "fuse-overlayfs", null));
    static final Check IDS = check(
            "subordinate-ids",
            Area.CONTAINERS,
            State.WARNING,
            new HostProblem.SubordinateIdsMissing("ada", Path.of("/etc/subuid")),
            new Remedy(
                    "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ada",
                    "",
                    PrivilegedVerb.SUBORDINATE_IDS));
    static final Check KVM = check(
            "accelerator",
            Area.MACHINES,
            State.WARNING,
            new HostProblem.KvmNoPermission("kvm"),
            new Remedy("sudo usermod -aG kvm \"$USER\"", "", PrivilegedVerb.KVM_ACCESS));
    static final Check NO_KVM =
            check("accelerator", Area.MACHINES, State.WARNING, new HostProblem.KvmAbsent(), Remedy.NONE);
    static final Check FIRMWARE = check(
            "virtualization",
            Area.MACHINES,
            State.WARNING,
            new HostProblem.VirtualizationOff("Some processor"),
            Remedy.NONE);
    static final Check SANDBOX =
            check("sandbox", Area.MACHINES, State.WARNING, new HostProblem.SandboxMissing("QEMU"), Remedy.NONE);

    private TestReports() {}

    private static Check check(String key, Area area, State state, Problem problem, Remedy remedy) {
        return new Check(key, area, state, Map.of(), problem, remedy);
    }

    /** A computer that lacks these, where ordinary users have ports from 1024 on. */
    static HostReport lacking(Check... lacks) {
        List<Check> checks = new ArrayList<>(List.of(lacks));
        checks.add(new Check("low-ports", Area.COMPUTER, State.OK, Map.of("firstPort", "1024"), null, Remedy.NONE));
        @Nullable Problem containers = null;
        for (Check check : lacks) {
            if (check.key().equals("container-runtime")) {
                containers = check.problem();
            }
        }
        return new HostReport(
                "Debian GNU/Linux 12 (bookworm)",
                "6.1.0-47-amd64",
                "amd64",
                "Some processor",
                new HostFacts(2, 2, ByteSize.ofGibibytes(8), ByteSize.ofGibibytes(8), ByteSize.ofGibibytes(6), 0.1),
                null,
                new HostReport.Disk(Path.of("/home/ada"), "ext4", ByteSize.ofGibibytes(80)),
                Accelerator.KVM,
                new HypervisorFacts("QEMU", "7.2.22", Set.of("bios", "uefi"), Set.of("sandbox"), null),
                containers,
                checks);
    }
}
