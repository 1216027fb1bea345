package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.KvmAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostInspectionTest {
    private static final HypervisorFacts QEMU =
            new HypervisorFacts("QEMU", "7.2.22", Set.of("bios", "uefi"), Set.of("sandbox"), null);

    @TempDir
    Path folder;

    @Test
    void thisHostIsReportedWhole() throws Exception {
        HostReport report = inspection(new LinuxHost(Path.of("/")), folder).report();

        assertFalse(report.system().isBlank());
        assertFalse(report.kernel().isBlank());
        assertTrue(report.facts().memory().bytes() > 0);
        assertTrue(report.data().free().bytes() > 0);
        // In a changed root that is no mount point, the system does not tell.
        boolean told = Mount.holding(folder, Mount.parse(Files.readString(Path.of("/proc/self/mountinfo"))))
                .isPresent();
        assertEquals(told, !report.data().fileSystem().isEmpty());
        assertEquals(QEMU, report.hypervisor());
        Room room = Objects.requireNonNull(report.room());
        assertEquals(1, room.guests());
        assertEquals(ByteSize.ofMebibytes(64), room.promised());
        assertTrue(room.free().compareTo(report.facts().memory()) < 0);
        assertEquals(new Accelerator("tcg", new HostProblem.KvmAbsent()), report.accelerator());
        assertEquals(Check.State.OK, check(report, "data-folder").state());
    }

    @Test
    void lookingLeavesNothingBehind() throws Exception {
        inspection(new LinuxHost(Path.of("/")), folder).report();

        try (var left = Files.list(folder.resolve("data"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void dataFolderThatIsAFileIsFoundByWriting() throws Exception {
        Files.writeString(folder.resolve("data"), "in the way");

        HostReport report = inspection(new LinuxHost(Path.of("/")), folder).report();

        assertEquals(Check.State.PROBLEM, check(report, "data-folder").state());
        assertEquals(Check.State.PROBLEM, report.state());
    }

    @Test
    void kernelThatForbidsUserNamespacesIsNamed() throws Exception {
        Path root = folder.resolve("host");
        LinuxHost host = HostFixture.unpack("linux-6.1-cgroup2", root);
        Files.createDirectories(root.resolve("proc/sys/user"));
        Files.writeString(root.resolve("proc/sys/user/max_user_namespaces"), "0\n");

        Check check = check(inspection(host, folder).report(), "user-namespaces");

        assertEquals(new HostProblem.UserNamespacesOff("user.max_user_namespaces=10000"), check.problem());
    }

    @Test
    void lookThatIsUnderWayEndsWithTheInspectionAndWritesNothingMore() throws Exception {
        Path home = folder.resolve("home");
        CountDownLatch inside = new CountDownLatch(1);
        HostInspection inspection = inspection(new LinuxHost(Path.of("/")), home, () -> {
            inside.countDown();
            Thread.sleep(Duration.ofMinutes(1));
            return QEMU;
        });
        AtomicReference<Exception> ended = new AtomicReference<>();
        Thread looking = Thread.ofVirtual().start(() -> {
            try {
                var _ = inspection.report();
            } catch (ProblemException | InterruptedException e) {
                ended.set(e);
            }
        });
        inside.await();

        inspection.end();

        assertTrue(looking.join(Duration.ofSeconds(10)));
        assertInstanceOf(InterruptedException.class, ended.get());
        assertThrows(InterruptedException.class, inspection::report);
        assertFalse(Files.exists(home), "nothing was written");
    }

    @Test
    void whateverIsNotWellMustNameItsProblem() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Check("space", Check.Area.COMPUTER, Check.State.WARNING, Map.of(), null, Check.Remedy.NONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Check(
                        "space",
                        Check.Area.COMPUTER,
                        Check.State.OK,
                        Map.of(),
                        new HostProblem.KvmAbsent(),
                        Check.Remedy.NONE));
    }

    private static HostInspection inspection(LinuxHost host, Path home) throws Exception {
        return inspection(host, home, () -> QEMU);
    }

    private static HostInspection inspection(LinuxHost host, Path home, HostInspection.HypervisorLook hypervisor)
            throws Exception {
        Accelerators accelerators = new Accelerators(
                home.resolve("no-device"),
                host,
                home.resolve("kvm.json"),
                () -> new Accelerators.Proof(new KvmAnswer.Broken("not asked"), false));
        return new HostInspection(
                HamletPaths.of(Map.of("HAMLET_HOME", home.toString())),
                new SystemProcessLauncher(System.getenv()),
                new HostCapacity(host),
                accelerators,
                hypervisor,
                () -> List.of(new Promise(0, ByteSize.ofMebibytes(64))),
                () -> new ContainerFacts(
                        null, "/usr/bin/runc", null, "/seccomp.json", null, 65536, 65536, 165536, null),
                host);
    }

    private static Check check(HostReport report, String key) {
        return report.checks().stream()
                .filter(check -> check.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
