package dev.hamlet.engine.privilege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.privilege.Privilege.Asking;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a {@code pkexec} of the test's own, which says what it was asked and ends as the test wants. */
@Tag("real")
@Timeout(60)
class PrivilegeIT {
    @TempDir
    Path folder;

    private Path bin = Path.of("");
    private Path script = Path.of("");
    private Path policy = Path.of("");
    private Privilege privilege = new Privilege(
            new SystemProcessLauncher(Map.of()), new Jobs(TimeSource.system()), Path.of(""), Path.of(""), false);

    @BeforeEach
    void lay() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
        script = program(folder.resolve("hamlet-privileged"), "exit 0");
        policy = Files.createFile(folder.resolve("dev.hamlet.Hamlet.policy"));
        privilege = privilege(false);
    }

    private Privilege privilege(boolean root) {
        return new Privilege(
                new SystemProcessLauncher(Map.of("PATH", bin.toString())),
                new Jobs(TimeSource.system()),
                script,
                policy,
                root);
    }

    private static Path program(Path file, String lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void pkexec(String lines) throws IOException {
        Path _ = program(
                bin.resolve("pkexec"), "PATH=/usr/bin:/bin\nprintf '%s\\n' \"$@\" >" + folder + "/asked\n" + lines);
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    private Problem failure(Job<?> job) {
        return assertThrows(ProblemException.class, job::await).problem();
    }

    @Test
    void theScriptIsRunWithTheWordAndNothingElse() throws Exception {
        pkexec("echo Done.");
        for (PrivilegedVerb verb : PrivilegedVerb.values()) {
            assertEquals("Done.", privilege.start(verb, Asking.DESKTOP).await());
            assertEquals(List.of("--disable-internal-agent", script.toString(), verb.word()), asked());
        }
        assertEquals(
                "Done.",
                privilege.start(PrivilegedVerb.KVM_ACCESS, Asking.TERMINAL).await());
        assertEquals(List.of(script.toString(), "kvm-access"), asked());
    }

    @Test
    void aQuestionThatIsClosedAndOneThatIsDeniedAreToldApart() throws Exception {
        pkexec("echo 'Error executing command as another user: Request dismissed' >&2; exit 126");
        assertEquals(
                new HostProblem.PrivilegeDismissed("kvm-access"),
                failure(privilege.start(PrivilegedVerb.KVM_ACCESS, Asking.DESKTOP)));

        pkexec("echo 'Error executing command as another user: Not authorized' >&2; exit 127");
        assertEquals(
                new HostProblem.PrivilegeRefused(
                        "kvm-access", "Error executing command as another user: Not authorized"),
                failure(privilege.start(PrivilegedVerb.KVM_ACCESS, Asking.DESKTOP)));
    }

    @Test
    void whatTheScriptSaysOfAFailureIsHandedOn() throws Exception {
        pkexec("echo 'Adding' >&2; echo '/etc/subuid could not be written, and is as it was.' >&2; exit 73");
        assertEquals(
                new HostProblem.RepairFailed("subordinate-ids", "/etc/subuid could not be written, and is as it was."),
                failure(privilege.start(PrivilegedVerb.SUBORDINATE_IDS, Asking.DESKTOP)));
    }

    @Test
    void whatIsMissingIsSaidAndNobodyIsAsked() throws Exception {
        assertEquals(Optional.of(new HostProblem.PolkitMissing("pkexec")), privilege.obstacle());
        pkexec("echo Done.");
        assertEquals(Optional.empty(), privilege.obstacle());
        assertEquals(
                Optional.of(new HostProblem.PrivilegeNotForRoot()),
                privilege(true).obstacle());

        Files.delete(policy);
        assertEquals(Optional.of(new HostProblem.PrivilegeNotInstalled(policy)), privilege.obstacle());
        Files.delete(script);
        assertEquals(Optional.of(new HostProblem.PrivilegeNotInstalled(script)), privilege.obstacle());
        assertEquals(
                new HostProblem.PrivilegeNotInstalled(script),
                failure(privilege.start(PrivilegedVerb.KVM_ACCESS, Asking.DESKTOP)));
        assertFalse(Files.exists(folder.resolve("asked")));
    }

    @Test
    void cancellingTakesTheQuestionAway() throws Exception {
        pkexec("echo $$ >" + folder + "/pid.new; mv " + folder + "/pid.new " + folder + "/pid; exec sleep 1000");
        Job<String> job = privilege.start(PrivilegedVerb.KVM_ACCESS, Asking.DESKTOP);
        assertTrue(TimeSource.system()
                .await(() -> Files.exists(folder.resolve("pid")), Duration.ofSeconds(20), Duration.ofMillis(10)));
        job.cancel();
        assertEquals(new CommandProblem.Cancelled(), failure(job));
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertTrue(TimeSource.system()
                .await(
                        () -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isEmpty(),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(10)));
    }

    @Test
    void theWordsAreThoseOfTheScript() throws IOException {
        String text = Files.readString(Path.of("../installers/linux/hamlet-privileged"));
        Matcher list =
                Pattern.compile("(?m)^    ([a-z-]+(?: \\| [a-z-]+)+)\\) ;;$").matcher(text);
        assertTrue(list.find());
        assertEquals(List.of(list.group(1).split(" \\| ", -1)), PrivilegedVerb.words());
        assertTrue(text.contains("\nfirst_port=" + PrivilegedVerb.FIRST_PORT + "\n"));
    }
}
