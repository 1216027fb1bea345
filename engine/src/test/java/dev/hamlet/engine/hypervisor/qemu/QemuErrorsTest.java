package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as QEMU 7.2 wrote them. */
class QemuErrorsTest {
    private static final MachineFolder FOLDER = new MachineFolder(Path.of("/data/machines/deb-1"));

    private static Optional<Problem> known(String... lines) throws ProblemException {
        MachineSpec spec = MachineSpec.named("Debian")
                .forwards(List.of(PortForward.tcp(2222, 22)))
                .kernel(new KernelSpec(Path.of("/boot/vmlinuz"), null, ""))
                .build();
        LaunchPlan plan = LaunchPlan.of("kvm", "pc-q35-9.9", null, LaunchPlan.Network.SLIRP)
                .withNames(Map.of(), Map.of(Path.of("/root/a.qcow2"), "/dev/fdset/3"), List.of(3));
        return new QemuErrors(spec, FOLDER, plan).known(List.of(lines)).map(ProblemException::problem);
    }

    @Test
    void aDiskThatAnotherProcessWrites() throws Exception {
        String line = "qemu-system-x86_64: -blockdev {\"driver\":\"qcow2\"}: Failed to get \"write\" lock";
        assertEquals(
                Optional.of(new MediaProblem.DiskInUse(Path.of("/data/machines/deb-1/disks/a, b.qcow2"), "")),
                known(line, "Is another process using the image [../disks/a, b.qcow2]?"));
        assertEquals(
                Optional.of(new MediaProblem.DiskInUse(Path.of("/root/a.qcow2"), "")),
                known("Is another process using the image [/dev/fdset/3]?"));
    }

    @Test
    void aFileThatCannotBeOpened() throws Exception {
        assertEquals(
                Optional.of(new MediaProblem.DiskMissing(Path.of("/srv/it's gone.iso"))),
                known(
                        "qemu-system-x86_64: -blockdev {}: Could not open '/srv/it's gone.iso': No such file or directory"));
        assertEquals(
                Optional.of(new MediaProblem.FileUnreadable(Path.of("/srv/a.iso"), "Permission denied")),
                known("qemu-system-x86_64: -blockdev {}: Could not open '/srv/a.iso': Permission denied"));
    }

    @Test
    void aPortThatWasTakenSinceItWasChecked() throws Exception {
        Problem problem = known("qemu-system-x86_64: -netdev user,id=net,hostfwd=tcp:127.0.0.1:2222-:22: Could not set"
                        + " up host forwarding rule 'tcp:127.0.0.1:2222-:22'")
                .orElseThrow();
        assertEquals(
                2222, assertInstanceOf(MachineProblem.PortTaken.class, problem).port());
    }

    @Test
    void whatTheHostLacks() throws Exception {
        assertEquals(
                Optional.of(new HostProblem.KvmNoPermission("kvm")),
                known("Could not access KVM kernel module: Permission denied"));
        assertEquals(
                Optional.of(new HostProblem.KvmAbsent()),
                known("Could not access KVM kernel module: No such file or directory"));
        assertEquals(
                Optional.of(new HostProblem.FirmwareMissing("BIOS", "seabios")),
                known("qemu: could not load PC BIOS 'bios-256k.bin'"));
        assertEquals(
                Optional.of(new HypervisorProblem.NotSupported("the machine type pc-q35-9.9", "QEMU")),
                known("qemu-system-x86_64: -machine pc-q35-9.9: unsupported machine type"));
        assertEquals(
                Optional.of(new MediaProblem.KernelMissing(Path.of("/boot/vmlinuz"))),
                known("qemu: could not load kernel '/boot/vmlinuz': No such file or directory"));
    }

    @Test
    void otherWordsAreNotGuessedAt() throws Exception {
        assertEquals(Optional.empty(), known("qemu-system-x86_64: something nobody has seen before"));
        assertEquals(Optional.empty(), known());
    }

    @Test
    void theTellingLineIsTheProgramsLastOwnOne() {
        assertEquals(
                "-device x: no such bus",
                QemuErrors.telling(List.of("warning", "qemu-system-x86_64: -device x: no such bus", "a hint")));
        assertEquals("Aborted", QemuErrors.telling(List.of("one", "Aborted")));
        assertEquals("", QemuErrors.telling(List.of()));
    }
}
