package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.KvmAnswer;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof in a Java of its own. */
@Tag("real")
final class AcceleratorsIT {
    @TempDir
    Path folder;

    /** Prints what is known of the device that the argument names. */
    static final class Known {
        private Known() {}

        static void main(String[] arguments) {
            Accelerators accelerators = new Accelerators(
                    Path.of(arguments[0]), new LinuxHost(Path.of("/")), Path.of("/none/kvm.json"), () -> {
                        throw new IllegalStateException("no proof is needed");
                    });
            System.out.println(accelerators.known().map(KvmAnswer::toLine).orElse("unknown"));
        }
    }

    @Test
    void proofOfADeviceThatIsNoneComesBackWithTheCallThatFailed() throws Exception {
        Accelerators.Proof proof =
                new KvmProver(new SystemProcessLauncher(System.getenv()), Path.of("/dev/null")).prove();

        KvmAnswer.Broken broken = assertInstanceOf(KvmAnswer.Broken.class, proof.answer());
        assertTrue(broken.what().startsWith("KVM_GET_API_VERSION"), broken.what());
        assertTrue(proof.lasting());
    }

    @Test
    void optionsOfTheEnvironmentDoNotReachTheProof() throws Exception {
        Map<String, String> environment = Map.of(
                "PATH", "/usr/bin:/bin",
                "JDK_JAVA_OPTIONS", "--no-such-option",
                "JAVA_TOOL_OPTIONS", "-XX:NoSuchOption");

        Accelerators.Proof proof = new KvmProver(new SystemProcessLauncher(environment), Path.of("/dev/null")).prove();

        assertTrue(proof.lasting(), proof::toString);
    }

    @Test
    void proofThatHangsIsKilledAndNotKept() throws Exception {
        ProcessLauncher hanging = new ProcessLauncher() {
            private final ProcessLauncher system = new SystemProcessLauncher(System.getenv());

            @Override
            public Optional<Path> find(String program) {
                return system.find(program);
            }

            @Override
            public ProcessResult run(ProcessSpec spec, Consumer<String> errorLine)
                    throws dev.hamlet.engine.problem.ProblemException, InterruptedException {
                return system.run(
                        ProcessSpec.of("sleep", List.of("600"))
                                .within(spec.limit().dividedBy(10)),
                        errorLine);
            }

            @Override
            public DetachedProcess detach(DetachedStart start) {
                throw new UnsupportedOperationException();
            }
        };

        Accelerators.Proof proof = new KvmProver(hanging, Path.of("/dev/null")).prove();

        assertInstanceOf(KvmAnswer.Broken.class, proof.answer());
        assertEquals(false, proof.lasting());
    }

    @Test
    void realDeviceOfThisHostGetsOneOfTheAnswers() throws Exception {
        HamletPaths paths =
                HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve("home").toString()));
        Accelerators accelerators = new Accelerators(paths, new SystemProcessLauncher(System.getenv()));

        Accelerator accelerator = accelerators.accelerator();

        assertEquals(accelerator, Accelerators.accelerator(accelerators.known().orElseThrow()));
        assertEquals(accelerator.isHardware() ? "kvm" : "tcg", accelerator.word());
    }

    @Test
    void ordinaryUserIsToldTheGroupThatMayOpenTheDevice() throws Exception {
        OrdinaryUser user = new OrdinaryUser(folder);
        Path device = Files.createFile(folder.resolve("kvm"));
        String group = Users.groupByGid(Users.effectiveGid()).orElseThrow().name();

        Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---rw----"));
        assertEquals("kvm no-permission " + group, answer(user, device));

        Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---------"));
        assertEquals("kvm no-permission", answer(user, device));
    }

    /** Its last line: a logger on the class path of the tests may tell of itself before. */
    private static String answer(OrdinaryUser user, Path device) throws Exception {
        return user.run(Known.class, device.toString()).output().lines().reduce("", (first, last) -> last);
    }
}
