package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class QemuProbeIT {
    @TempDir
    Path home;

    private HamletPaths paths;
    private final CountingLauncher launcher = new CountingLauncher(new SystemProcessLauncher(System.getenv()));

    @BeforeEach
    void open() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
    }

    @Test
    void theInstalledQemuIsAskedOnceAndThenRemembered() throws Exception {
        RealQemu.assumeInstalled();
        QemuFacts asked = new QemuProbe("qemu-system-x86_64", paths, launcher).facts();
        assertFalse(QemuProbe.isOlder(asked.version(), QemuProbe.OLDEST), asked.version());
        assertTrue(asked.boards().getFirst().startsWith("pc-q35-"), asked.boards()::toString);
        assertEquals(Set.of("virtio-vga"), asked.devices());
        QemuFacts remembered = new QemuProbe("qemu-system-x86_64", paths, launcher).facts();
        assertEquals(asked, remembered);
        assertEquals(1, launcher.runs, "the second probe reads the cache");
        assertArrayEquals(new String[] {"qemu.json"}, paths.probes().toFile().list(), "nothing else is left behind");
    }

    @Test
    void anotherProgramFileIsAskedAnew() throws Exception {
        RealQemu.assumeInstalled();
        Path real = launcher.find("qemu-system-x86_64").orElseThrow();
        Path program = Files.writeString(home.resolve("qemu"), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        QemuProbe probe = new QemuProbe(program.toString(), paths, launcher);
        probe.facts();
        probe.facts();
        assertEquals(1, launcher.runs);
        Files.setLastModifiedTime(program, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        probe.facts();
        assertEquals(2, launcher.runs);
    }

    @Test
    void aProgramThatIsNotThereIsMissing() {
        HostProblem.QemuMissing problem = problem(HostProblem.QemuMissing.class, "no-such-qemu");
        assertEquals("no-such-qemu", problem.program());
    }

    @Test
    void aProgramThatIsNoQemuIsSaidToHaveFailed() throws Exception {
        Path program = script("echo 'cannot open shared object' >&2\nexit 127");
        MediaProblem.ToolFailed problem = problem(MediaProblem.ToolFailed.class, program.toString());
        assertEquals(127, problem.code());
        assertEquals("cannot open shared object", problem.line());
    }

    @Test
    void anOldQemuIsRefusedWithItsVersion() throws Exception {
        Path program = script(
                "echo '{\"return\": {\"qemu\": {\"major\": 5, \"minor\": 2, \"micro\": 1}}, \"id\": \"query-version\"}'");
        assertEquals(
                new HostProblem.QemuTooOld("5.2.1", "6.2"), problem(HostProblem.QemuTooOld.class, program.toString()));
    }

    private Path script(String body) throws Exception {
        Path program = Files.writeString(home.resolve("qemu"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    private <T> T problem(Class<T> type, String program) {
        ProblemException failure =
                assertThrows(ProblemException.class, () -> new QemuProbe(program, paths, launcher).facts());
        return assertInstanceOf(type, failure.problem());
    }

    private static final class CountingLauncher implements ProcessLauncher {
        private final ProcessLauncher real;
        private int runs;

        CountingLauncher(ProcessLauncher real) {
            this.real = real;
        }

        @Override
        public Optional<Path> find(String program) {
            return real.find(program);
        }

        @Override
        public ProcessResult run(ProcessSpec spec, Consumer<String> errorLine)
                throws ProblemException, InterruptedException {
            runs++;
            return real.run(spec, errorLine);
        }

        @Override
        public DetachedProcess detach(DetachedStart start) throws ProblemException {
            return real.detach(start);
        }
    }
}
