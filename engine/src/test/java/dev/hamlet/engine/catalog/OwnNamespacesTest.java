package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnNamespacesTest {
    private static final OwnNamespaces ROOT = new OwnNamespaces(true, Path.of("/"));

    @TempDir
    private Path files;

    @Test
    void whatRootRunsEndsWithAllItStartedAndMounted() {
        ProcessSpec spec = ROOT.run("sh", List.of("/work/build", "-x"));
        assertEquals("unshare", spec.program());
        assertEquals(
                List.of(
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--propagation",
                        "private",
                        "--",
                        "sh",
                        "/work/build",
                        "-x"),
                spec.arguments());
    }

    @Test
    void anOrdinaryUserIsRootOfTheirOwnUserIds() {
        assertEquals(
                List.of("--user", "--map-root-user", "--map-auto", "--mount"),
                user().run("sh", List.of()).arguments().subList(0, 4));
    }

    @Test
    void aHostThatForbidsItSaysWhatIsInTheWay() throws Exception {
        String refused = "unshare: unshare failed: Operation not permitted";
        assertEquals(new MediaProblem.MountForbidden("debian-12", refused), why(ROOT, refused));
        String noIds = "unshare: no line matching user \"anna\" in /etc/subuid: Success";
        assertEquals(new MediaProblem.UserIdsMissing("debian-12", noIds), why(user(), noIds));
        assertInstanceOf(
                MediaProblem.RecipeToolsMissing.class,
                why(user(), "unshare: unrecognized option '--map-auto'", "Try 'unshare --help' for more information."));
        assertInstanceOf(MediaProblem.RecipeImpossible.class, why(user(), refused));
    }

    @Test
    void aSettingOfTheKernelThatForbidsItIsNamedWithTheValueThatAllowsIt() throws Exception {
        Path setting = files.resolve("proc/sys/kernel/apparmor_restrict_unprivileged_userns");
        Files.createDirectories(setting.getParent());
        Files.writeString(setting, "1\n");
        assertEquals(
                new HostProblem.UserNamespacesOff("kernel.apparmor_restrict_unprivileged_userns=0"),
                why(user(), "unshare: newuidmap failed: Operation not permitted"));
        assertInstanceOf(MediaProblem.MountForbidden.class, why(ROOT, "mount: permission denied"));
    }

    @Test
    void aHostThatAllowsItIsLeftAlone() throws Exception {
        user().require(answering(new ProcessResult(0, "", List.of())), "x", Path.of("/work/tree"));
    }

    private OwnNamespaces user() {
        return new OwnNamespaces(false, files);
    }

    private static Problem why(OwnNamespaces namespaces, String... lines) {
        ProcessLauncher launcher = answering(new ProcessResult(1, "", List.of(lines)));
        return assertThrows(
                        ProblemException.class, () -> namespaces.require(launcher, "debian-12", Path.of("/work/tree")))
                .problem();
    }

    private static ProcessLauncher answering(ProcessResult result) {
        return new ProcessLauncher() {
            @Override
            public Optional<Path> find(String program) {
                return Optional.of(Path.of("/usr/bin", program));
            }

            @Override
            public ProcessResult run(ProcessSpec spec, Consumer<String> line) {
                assertEquals(
                        List.of("mount", "-t", "tmpfs", "hamlet-trial", "/work/tree"),
                        spec.arguments()
                                .subList(
                                        spec.arguments().size() - 5,
                                        spec.arguments().size()));
                return result;
            }

            @Override
            public DetachedProcess detach(DetachedStart start) {
                throw new UnsupportedOperationException("nothing here outlives a test");
            }
        };
    }
}
