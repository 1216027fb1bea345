package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

    private static final BundleHost HOST =
            new BundleHost("amd64", "6.1.0-18-amd64", 20000, true, true, true, Optional.of(PROFILE));

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
                        Optional.empty()),
                wish,
                Instant.EPOCH,
                ContainerSpecJson.UnknownKeys.NONE);
    }

    private static void compare(String golden, ContainerWish wish, ContainerUser user) throws Exception {
        String written = new String(
                BundleJson.write(
                        spec(wish),
                        user,
                        Path.of("/roots/one/merged"),
                        Path.of("/one/bundle"),
                        "/hamlet-1234-one",
                        HOST),
                StandardCharsets.UTF_8);
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
        ContainerWish wish = new ContainerWish(
                Optional.of(List.of("/bin/sh")),
                List.of("-c", "true"),
                List.of("A=2", "HOME=/elsewhere"),
                "/tmp",
                "web",
                "box",
                Optional.of(ByteSize.ofMebibytes(64)),
                0.5,
                100,
                false,
                false,
                NetworkWish.NOTHING,
                false,
                false,
                Upkeep.USUAL);
        compare("all.json", wish, new ContainerUser(33, 34, List.of(35L), "/var/www"));
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
