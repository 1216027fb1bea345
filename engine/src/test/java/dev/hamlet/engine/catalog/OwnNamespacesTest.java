package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnNamespacesTest {
    private static final OwnNamespaces ROOT = new OwnNamespaces(true);
    private static final OwnNamespaces USER = new OwnNamespaces(false);

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
                USER.run("sh", List.of()).arguments().subList(0, 4));
    }

    @Test
    void aHostThatForbidsItSaysWhyAndWhatToDo() {
        assertTrue(why(ROOT, "unshare: unshare failed: Operation not permitted").contains("in most containers"));
        assertTrue(why(USER, "unshare: no line matching user \"anna\" in /etc/subuid: Success")
                .contains("usermod --add-subuids"));
        assertTrue(why(USER, "unshare: unrecognized option '--map-auto'", "Try 'unshare --help' for more information.")
                .contains("util-linux 2.38"));
        assertTrue(why(USER, "unshare: unshare failed: Operation not permitted").contains("user namespace"));
    }

    @Test
    void aHostThatAllowsItIsLeftAlone() throws Exception {
        USER.require(answering(new ProcessResult(0, "", List.of())), "x", Path.of("/work/tree"));
    }

    private static String why(OwnNamespaces namespaces, String... lines) {
        ProcessLauncher launcher = answering(new ProcessResult(1, "", List.of(lines)));
        ProblemException e = assertThrows(
                ProblemException.class, () -> namespaces.require(launcher, "debian-12", Path.of("/work/tree")));
        MediaProblem.RecipeImpossible problem = assertInstanceOf(MediaProblem.RecipeImpossible.class, e.problem());
        assertEquals("debian-12", problem.recipe());
        return problem.why();
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
