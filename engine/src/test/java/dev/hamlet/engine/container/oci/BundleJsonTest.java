package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.DeviceWish;
import dev.hamlet.engine.container.FilesWish;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.Ulimit;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pure functions that a container is made by; the bundle is compared with golden files. */
class BundleJsonTest {
    private static final String PROFILE = """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "defaultErrno": "ENOSYS",
             "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]},
                         {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]}],
             "syscalls": [
              {"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [], "includes": {}, "excludes": {}},
              {"names": ["arm_call"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["arm64"]}},
              {"names": ["chroot"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_CHROOT"]}},
              {"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
              {"names": ["bpf"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1, "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
              {"names": ["new"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "99.1"}},
              {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
              {"names": ["socket"], "action": "SCMP_ACT_ALLOW",
               "args": [{"index": 2, "value": 9, "valueTwo": 0, "op": "SCMP_CMP_NE"}]}]}""";

    private static final BundleHost HOST = new BundleHost(
            "amd64",
            "6.1.0-18-amd64",
            new ProcessLimits(Map.of("nofile", 20000L), false),
            true,
            true,
            true,
            true,
            Optional.of(PROFILE));

    private static ContainerSpec spec(ContainerWish wish) {
        return new ContainerSpec(
                new ContainerId("0123456789ab".repeat(5) + "cdef"),
                "one",
                new ImageDefaults(
                        "app",
                        "sha256:0",
                        List.of("/entry"),
                        List.of("serve"),
                        List.of("A=1"),
                        "/srv",
                        "",
                        "",
                        List.of(),
                        Map.of(),
                        Optional.empty()),
                wish,
                Map.of(),
                Instant.EPOCH,
                ContainerSpecJson.UnknownKeys.NONE);
    }

    private static BundlePlaces places(ContainerWish wish) {
        FileState device =
                new FileState(FileState.Kind.CHARACTER_DEVICE, 0666, 0, 6, 0, 0, 1, 0, 0, 0, 0, 10, 229, false);
        return new BundlePlaces(
                Path.of("/roots/one/merged"),
                Path.of("/one/bundle"),
                "/hamlet-1234-one",
                Map.of("data", Path.of("/volumes/data/files")),
                wish.init() ? Optional.of(Path.of("/usr/bin/catatonit")) : Optional.empty(),
                wish.files().devices().isEmpty()
                        ? List.of()
                        : List.of(new HostDevice(Path.of("/dev/fuse"), "/dev/fuse", device, "rw")));
    }

    private static void compare(String golden, ContainerWish wish, ContainerUser user) throws Exception {
        String written = new String(BundleJson.write(spec(wish), user, places(wish), HOST), StandardCharsets.UTF_8);
        Path file = Path.of("src/test/resources/dev/hamlet/engine/container/oci", golden);
        Files.createDirectories(Path.of("target/golden"));
        Files.writeString(Path.of("target/golden", golden), written);
        assertEquals(Files.readString(file), written, "target/golden/" + golden + " has what is written now");
    }

    @Test
    void aBundleOfWhatAnImageSays() throws Exception {
        compare("plain.json", ContainerWish.of(List.of()), ContainerUser.of("one", "", "", ""));
    }

    @Test
    void aBundleOfAllThatAUserCanSay() throws Exception {
        ContainerWish wish = ContainerWish.of(List.of("-c", "true"))
                .with(draft -> draft.entrypoint(Optional.of(List.of("/bin/sh")))
                        .environment(List.of("A=2", "HOME=/elsewhere"))
                        .workingDirectory("/tmp")
                        .user("web")
                        .hostname("box")
                        .limits(new ContainerLimits(Optional.of(ByteSize.ofMebibytes(64)), 0.5, 100))
                        .confined(false));
        compare("all.json", wish, new ContainerUser(33, 34, List.of(35L), "/var/www"));
    }

    @Test
    void aBundleWithAllThatCanBeMounted() throws Exception {
        ContainerWish wish = ContainerWish.of(List.of())
                .with(draft -> draft.files(new FilesWish(
                                List.of(
                                        new MountWish.Volume("data", "/srv/data/deep", false, true),
                                        new MountWish.Volume("data", "/again", true, true),
                                        new MountWish.Bind(Path.of("/home/me/src"), "/srv/data", true),
                                        new MountWish.Bind(Path.of("/etc/my hosts"), "/etc/hosts", false),
                                        new MountWish.Memory("/tmp", Optional.of(ByteSize.ofMebibytes(8)), 0700),
                                        new MountWish.Memory("/dev/shm", Optional.empty(), 01777)),
                                true,
                                List.of(new DeviceWish(Path.of("/dev/fuse"), "/dev/fuse", "rw"))))
                        .ulimits(List.of(new Ulimit("nofile", 10, 20), new Ulimit("core", 0, Ulimit.UNLIMITED)))
                        .init(true)
                        .confined(false));
        compare("mounts.json", wish, ContainerUser.of("one", "", "", ""));
    }

    @Test
    void limitsAreThoseThatTheKernelTells() {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max cpu time              unlimited            unlimited            seconds
                Max core file size        0                    unlimited            bytes
                Max open files            1024                 20000                files
                Max locked memory         8388608              8388608              bytes
                """;
        ProcessLimits some = ProcessLimits.of(limits, "Name:\tx\nCapEff:\t000001fffeffffff\n");
        assertEquals(new ProcessLimits(Map.of("nofile", 20000L, "memlock", 8388608L), false), some);
        assertTrue(ProcessLimits.of("", "CapEff:\t000001ffffffffff\n").raisable());
        assertTrue(new Ulimit("nofile", 1, 20001).isBeyond(some.openFiles()));
        assertTrue(!new Ulimit("nofile", 1, 20000).isBeyond(some.openFiles()));
    }

    @Test
    void usersAreThoseOfTheContainersOwnFiles() throws Exception {
        String passwd = "root:x:0:0:root:/root:/bin/sh\nweb:x:33:34::/var/www:/bin/false\nbroken\n";
        String group = "root:x:0:\nlogs:x:35:other,web\nnumbers:x:36:\n";
        assertEquals(new ContainerUser(0, 0, List.of(), "/root"), ContainerUser.of("c", "", passwd, group));
        assertEquals(new ContainerUser(0, 0, List.of(), "/"), ContainerUser.of("c", "", "", ""));
        assertEquals(new ContainerUser(33, 34, List.of(35L), "/var/www"), ContainerUser.of("c", "web", passwd, group));
        assertEquals(new ContainerUser(33, 34, List.of(35L), "/var/www"), ContainerUser.of("c", "33", passwd, group));
        assertEquals(
                new ContainerUser(33, 36, List.of(), "/var/www"), ContainerUser.of("c", "web:numbers", passwd, group));
        assertEquals(new ContainerUser(1000, 7, List.of(), "/"), ContainerUser.of("c", "1000:7", passwd, group));
        String likeNumber = "1000:x:0:0::/root:/bin/sh\n";
        assertEquals(
                new ContainerUser(1000, 8, List.of(), "/"),
                ContainerUser.of("c", "1000:8", likeNumber, "8:x:0:\n"),
                "a name that looks like a number stands for nobody else");
        for (String wrong : List.of("nobody", "web:none", "-1", "99999999999", "1:-1")) {
            ProblemException unknown =
                    assertThrows(ProblemException.class, () -> ContainerUser.of("c", wrong, passwd, group), wrong);
            assertInstanceOf(ContainerProblem.ContainerUserUnknown.class, unknown.problem());
        }
    }

    @Test
    void aProfileThatIsNoneIsRefused() {
        for (String wrong : List.of("", "[]", "{}", "{\"defaultAction\": 1, \"syscalls\": []}")) {
            assertThrows(
                    IllegalArgumentException.class, () -> SeccompJson.convert(wrong, "amd64", "6.1", Set.of()), wrong);
        }
        assertTrue(SeccompJson.atLeast("4.8.0", "4.8"));
        assertTrue(SeccompJson.atLeast("5.0", "4.8"));
        assertTrue(!SeccompJson.atLeast("4.7.9", "4.8"));
    }

    @Test
    void theRuntimeIsOneThatWorksWithWhatIsMounted() throws Exception {
        Optional<Path> runc = Optional.of(Path.of("/usr/sbin/runc"));
        Optional<Path> crun = Optional.of(Path.of("/usr/bin/crun"));
        String old = "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n";
        String unified = "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n";
        assertEquals(runc.get(), OciRuntimes.choose(old + unified, runc, crun));
        assertEquals(crun.get(), OciRuntimes.choose(unified, runc, crun));
        assertEquals(runc.get(), OciRuntimes.choose(unified, runc, Optional.empty()));
        assertEquals(crun.get(), OciRuntimes.choose(old, Optional.empty(), crun));
        ProblemException unfit =
                assertThrows(ProblemException.class, () -> OciRuntimes.choose(old + unified, Optional.empty(), crun));
        assertInstanceOf(ContainerProblem.ContainerRuntimeUnfit.class, unfit.problem());
        ProblemException none = assertThrows(
                ProblemException.class, () -> OciRuntimes.choose(unified, Optional.empty(), Optional.empty()));
        assertEquals(new ContainerProblem.ContainerRuntimeMissing("runc", "runc"), none.problem());
    }

    @Test
    void signalsAreWrittenInManyWays() throws Exception {
        for (String term : List.of("TERM", "SIGTERM", "sigterm", "15")) {
            assertEquals(15, SignalName.number(term), term);
        }
        assertEquals(9, SignalName.number("KILL"));
        assertEquals(37, SignalName.number("SIGRTMIN+3"));
        assertEquals(63, SignalName.number("RTMAX-1"));
        assertEquals(31, SignalName.number("SYS"));
        for (String wrong : List.of("", "SIG", "0", "65", "-9", "STOPP")) {
            assertThrows(ProblemException.class, () -> SignalName.number(wrong), wrong);
        }
    }
}
