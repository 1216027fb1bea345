package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostChecksTest {
    private static final Path DATA = Path.of("/home/ada/.local/share/hamlet");

    private HypervisorFacts hypervisor =
            new HypervisorFacts("QEMU", "7.2.22", Set.of("bios", "uefi"), Set.of("sandbox"), null);
    private Accelerator accelerator = Accelerator.KVM;
    private Set<String> flags = Set.of("fpu", "lm", "vmx");
    private Map<String, Path> tools = Map.of(
            "qemu-img", Path.of("/usr/bin/qemu-img"),
            "xorriso", Path.of("/usr/bin/xorriso"),
            "mmdebstrap", Path.of("/usr/bin/mmdebstrap"),
            "conmon", Path.of("/usr/bin/conmon"),
            "nft", Path.of("/usr/sbin/nft"),
            "ip", Path.of("/usr/sbin/ip"),
            "newuidmap", Path.of("/usr/bin/newuidmap"),
            "newgidmap", Path.of("/usr/bin/newgidmap"),
            "slirp4netns", Path.of("/usr/bin/slirp4netns"));
    private HostReport.Disk data = new HostReport.Disk(DATA, "ext4", ByteSize.ofGibibytes(80));
    private String dataFault = "";
    private boolean tempNoExec;
    private String charset = "UTF-8";
    private String user = "ada";
    private boolean seccomp = true;
    private String namespaceBar = "";
    private long uid = 1000;
    private String kernel = "6.1.0-47-amd64";
    private @Nullable Installer installer = Installer.APT;
    private ContainerFacts containers =
            new ContainerFacts(null, "/usr/bin/runc", null, "/seccomp.json", null, 65536, 65536, 165536, null);

    @Test
    void nothingIsWrongWithAHostThatHasAll() {
        List<Check> checks = checks();

        assertTrue(checks.stream().allMatch(check -> check.state() == Check.State.OK), checks::toString);
        assertEquals(
                List.of(
                        "hypervisor",
                        "qemu-img",
                        "xorriso",
                        "mmdebstrap",
                        "accelerator",
                        "virtualization",
                        "firmware",
                        "sandbox",
                        "data-folder",
                        "space",
                        "temp-folder",
                        "charset",
                        "user",
                        "user-namespaces",
                        "low-ports",
                        "container-runtime",
                        "conmon",
                        "seccomp-profile",
                        "container-network",
                        "uidmap",
                        "subordinate-ids",
                        "slirp4netns",
                        "overlay",
                        "container-limits"),
                checks.stream().map(Check::key).toList());
        assertEquals(
                Map.of("accelerator", "kvm", "device", "rw-rw---- root:kvm", "groups", "ada kvm"),
                check("accelerator").facts());
    }

    @Test
    void softwareEmulationIsAWarningWithItsReason() {
        accelerator = Accelerator.emulation(new HostProblem.KvmNoPermission("kvm"));

        assertWarning("accelerator", new HostProblem.KvmNoPermission("kvm"));
        assertEquals(Check.State.OK, check("virtualization").state());
    }

    @Test
    void missingFlagIsNamedOnlyWhereTheHardwareDoesNotWork() {
        flags = Set.of("fpu", "lm");
        assertTrue(checks().stream().noneMatch(check -> check.key().equals("virtualization")));

        accelerator = Accelerator.emulation(new HostProblem.KvmAbsent());
        assertWarning("virtualization", new HostProblem.VirtualizationOff("Some processor"));
    }

    @Test
    void otherArchitecturesAreNotAskedForTheFlag() {
        flags = Set.of("fp", "asimd");
        accelerator = Accelerator.emulation(new HostProblem.KvmAbsent());

        assertTrue(checks().stream().noneMatch(check -> check.key().equals("virtualization")));
    }

    @Test
    void missingHypervisorIsAProblemAndIsNotAskedForMore() {
        hypervisor =
                HypervisorFacts.unusable("QEMU", new HostProblem.QemuMissing("qemu-system-x86_64", "qemu-system-x86"));

        assertProblem("hypervisor", new HostProblem.QemuMissing("qemu-system-x86_64", "qemu-system-x86"));
        assertTrue(checks().stream().noneMatch(check -> check.key().equals("firmware")));
        assertTrue(checks().stream().noneMatch(check -> check.key().equals("sandbox")));
    }

    @Test
    void missingFirmwareIsNamedWithItsPackage() {
        hypervisor = new HypervisorFacts("QEMU", "7.2.22", Set.of("bios"), Set.of("sandbox"), null);

        assertWarning("firmware", new HostProblem.FirmwareMissing("UEFI", "ovmf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xorriso", "mmdebstrap"})
    void programsForSomeThingsAreWarnings(String program) {
        tools = without(program);

        assertWarning(program, new MediaProblem.ToolMissing(program, program));
    }

    @Test
    void diskProgramIsAProblem() {
        tools = without("qemu-img");

        assertProblem("qemu-img", new MediaProblem.ToolMissing("qemu-img", "qemu-utils"));
    }

    @Test
    void sandboxNeedsBothTheHypervisorAndTheKernel() {
        seccomp = false;
        assertWarning("sandbox", new HostProblem.SandboxMissing("Linux"));

        seccomp = true;
        hypervisor = new HypervisorFacts("QEMU", "7.2.22", Set.of("bios", "uefi"), Set.of(), null);
        assertWarning("sandbox", new HostProblem.SandboxMissing("QEMU"));
    }

    @Test
    void dataFolderThatCannotBeWrittenIsAProblem() {
        dataFault = "permission denied";

        assertProblem("data-folder", new HostProblem.FolderUnusable(DATA, "permission denied"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfat", "exfat", "tmpfs"})
    void fileSystemsThatKeepNoPermissionsOrNothingAtAllAreWarnings(String fileSystem) {
        data = new HostReport.Disk(DATA, fileSystem, ByteSize.ofGibibytes(80));

        assertWarning("data-folder", new HostProblem.FileSystemUnfit(DATA, fileSystem));
    }

    @Test
    void littleSpaceIsAWarningWithTheFigure() {
        data = new HostReport.Disk(DATA, "ext4", ByteSize.ofMebibytes(300));

        assertWarning("space", new HostProblem.SpaceLow(DATA, 300L << 20));
    }

    @Test
    void surroundingsOfTheProcessAreProblems() {
        tempNoExec = true;
        charset = "ANSI_X3.4-1968";
        user = "";

        assertProblem("temp-folder", new HostProblem.TempFolderNoExec(Path.of("/tmp")));
        assertProblem("charset", new HostProblem.CharsetUnfit("ANSI_X3.4-1968"));
        assertProblem("user", new HostProblem.UserWithoutEntry(1000));
        assertEquals(Map.of("uid", "1000"), check("user").facts());
    }

    @Test
    void barToUserNamespacesIsNamed() {
        namespaceBar = "kernel.unprivileged_userns_clone=1";

        assertWarning("user-namespaces", new HostProblem.UserNamespacesOff("kernel.unprivileged_userns_clone=1"));
    }

    private Check.Remedy remedy(String key) {
        return check(key).remedy();
    }

    @Test
    void whatContainersLackIsANoteSinceMachinesRunWithoutIt() {
        containers = new ContainerFacts(
                new ContainerProblem.ContainerRuntimeMissing("runc", "runc"),
                "",
                new ContainerProblem.ContainerRuntimeMissing("runc", "runc"),
                "",
                new ContainerProblem.SeccompProfileMissing(Path.of("/seccomp.json"), "golang-github-containers-common"),
                65536,
                65536,
                165536,
                new ContainerProblem.ContainerLimitUnavailable("memory", "control-groups-v1"));
        tools = Map.of("qemu-img", Path.of("/usr/bin/qemu-img"));

        assertWarning("container-runtime", new ContainerProblem.ContainerRuntimeMissing("runc", "runc"));
        assertWarning("conmon", new MediaProblem.ToolMissing("conmon", "conmon"));
        assertWarning("container-network", new MediaProblem.ToolMissing("nft", "nftables"));
        assertWarning("uidmap", new MediaProblem.ToolMissing("newuidmap", "uidmap"));
        assertWarning("slirp4netns", new MediaProblem.ToolMissing("slirp4netns", "slirp4netns"));
        assertWarning(
                "container-limits", new ContainerProblem.ContainerLimitUnavailable("memory", "control-groups-v1"));
        for (String key : List.of("container-runtime", "conmon", "seccomp-profile", "container-network", "uidmap")) {
            assertEquals(PrivilegedVerb.INSTALL_CONTAINERS, remedy(key).repair(), key);
            assertEquals(Check.Area.CONTAINERS, check(key).area());
        }
        assertEquals(PrivilegedVerb.INSTALL_MACHINES, remedy("xorriso").repair());
        assertEquals(Check.Remedy.NONE, remedy("container-limits"));
    }

    @ParameterizedTest
    @CsvSource({
        "APT, sudo apt install golang-github-containers-common, INSTALL_CONTAINERS",
        "DNF, sudo dnf install containers-common, INSTALL_CONTAINERS",
        "PACMAN, sudo pacman -S --needed containers-common,",
        "ZYPPER, sudo zypper install libcontainers-common,"
    })
    void whatIsMissingIsNamedAsTheDistributionDoes(Installer one, String command, @Nullable PrivilegedVerb repair) {
        installer = one;
        containers = new ContainerFacts(
                null,
                "/usr/bin/runc",
                null,
                "",
                new ContainerProblem.SeccompProfileMissing(Path.of("/seccomp.json"), "golang-github-containers-common"),
                65536,
                65536,
                165536,
                null);

        assertEquals(command, remedy("seccomp-profile").command());
        assertEquals(repair, remedy("seccomp-profile").repair());
    }

    @Test
    void whereNothingInstallsThereIsNoCommandAndNoRepair() {
        installer = null;
        tools = without("conmon");

        assertEquals(new Check.Remedy("", "conmon", null), remedy("conmon"));
    }

    @Test
    void linksOfOrdinaryUsersTakeAProgram() {
        tools = without("ip");

        assertWarning("container-network", new MediaProblem.ToolMissing("ip", "iproute2"));
        uid = 0;
        assertEquals(Check.State.OK, check("container-network").state());
    }

    @Test
    void numbersThatAUserLacksAreRepairedOrTyped() {
        containers = new ContainerFacts(null, "/usr/bin/runc", null, "/seccomp.json", null, 0, 0, 296_608, null);
        assertWarning("subordinate-ids", new HostProblem.SubordinateIdsMissing("ada", Path.of("/etc/subuid")));
        assertEquals(
                new Check.Remedy(
                        "sudo usermod --add-subuids 296608-362143 --add-subgids 296608-362143 ada",
                        "",
                        PrivilegedVerb.SUBORDINATE_IDS),
                remedy("subordinate-ids"));

        containers = new ContainerFacts(null, "/usr/bin/runc", null, "/seccomp.json", null, 65536, 0, 296_608, null);
        assertWarning("subordinate-ids", new HostProblem.SubordinateIdsMissing("ada", Path.of("/etc/subgid")));
        assertEquals(
                "sudo usermod --add-subgids 296608-362143 ada",
                remedy("subordinate-ids").command());
    }

    @Test
    void whatOnlyOrdinaryUsersNeedDoesNotMatterForRoot() {
        uid = 0;
        tools = Map.of();
        containers = new ContainerFacts(null, "/usr/bin/runc", null, "/seccomp.json", null, 0, 0, 100_000, null);

        for (String key : List.of("uidmap", "subordinate-ids", "slirp4netns", "overlay")) {
            assertEquals(Check.State.UNNEEDED, check(key).state(), key);
        }
    }

    @ParameterizedTest
    @CsvSource({"6.1.0-47-amd64, OK", "5.11.0, OK", "5.10.0-30, WARNING", "4.19, WARNING", "strange, WARNING"})
    void olderKernelsNeedAProgramForLayers(String release, Check.State state) {
        kernel = release;
        assertEquals(state, check("overlay").state());

        tools = new HashMap<>(tools);
        tools.put("fuse-overlayfs", Path.of("/usr/bin/fuse-overlayfs"));
        assertEquals(Check.State.OK, check("overlay").state());
    }

    @Test
    void permissionForTheDeviceIsAskedForItsOwnGroupAlone() {
        accelerator = Accelerator.emulation(new HostProblem.KvmNoPermission("kvm"));
        assertEquals(PrivilegedVerb.KVM_ACCESS, remedy("accelerator").repair());

        accelerator = Accelerator.emulation(new HostProblem.KvmNoPermission("disk"));
        assertEquals(new Check.Remedy("sudo usermod -aG disk \"$USER\"", "", null), remedy("accelerator"));
    }

    private Map<String, Path> without(String program) {
        Map<String, Path> fewer = new HashMap<>(tools);
        fewer.remove(program);
        return fewer;
    }

    private void assertWarning(String key, Problem problem) {
        assertEquals(Check.State.WARNING, check(key).state());
        assertEquals(problem, check(key).problem());
    }

    private void assertProblem(String key, Problem problem) {
        assertEquals(Check.State.PROBLEM, check(key).state());
        assertEquals(problem, check(key).problem());
    }

    private Check check(String key) {
        return checks().stream()
                .filter(check -> check.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private List<Check> checks() {
        HostFindings found = new HostFindings(
                "Some processor",
                flags,
                "rw-rw---- root:kvm",
                Set.of("kvm", "ada"),
                tools,
                data,
                dataFault,
                Path.of("/tmp"),
                tempNoExec,
                charset,
                uid,
                user,
                seccomp,
                namespaceBar,
                kernel,
                1024,
                installer);
        return HostChecks.of(found, accelerator, hypervisor, containers);
    }
}
