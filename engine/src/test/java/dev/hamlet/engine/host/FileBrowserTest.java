package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBrowserTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<ProcessSpec> asked = new ArrayList<>();

    private FileBrowser desktop(Set<String> installed, Set<String> working) {
        return new FileBrowser(new ProcessLauncher() {
            @Override
            public Optional<Path> find(String program) {
                return installed.contains(program) ? Optional.of(Path.of("/usr/bin", program)) : Optional.empty();
            }

            @Override
            public ProcessResult run(ProcessSpec spec, Consumer<String> line) {
                asked.add(spec);
                return new ProcessResult(working.contains(spec.program()) ? 0 : 1, "", List.of("no desktop"));
            }

            @Override
            public DetachedProcess detach(DetachedStart start) {
                throw new UnsupportedOperationException("nothing here outlives a test");
            }
        });
    }

    @Test
    void theFileIsSelectedWhereTheDesktopCanDoThat() throws Exception {
        Path file = folder.resolve("it's \"a\" disk.qcow2");
        desktop(Set.of("gdbus", "xdg-open"), Set.of("gdbus", "xdg-open")).show(file);
        assertEquals(1, asked.size());
        String argument = asked.getFirst().arguments().get(8);
        assertEquals("[\"" + file.toUri() + "\"]", argument);
        assertEquals(2, argument.chars().filter(c -> c == '"').count(), argument);
    }

    @Test
    void elseItsFolderIsShown() throws Exception {
        desktop(Set.of("gdbus", "xdg-open"), Set.of("xdg-open")).show(folder.resolve("a.qcow2"));
        assertEquals(List.of(folder.toUri().toString()), asked.getLast().arguments());
    }

    @Test
    void withoutADesktopItIsSaidWhatIsMissing() {
        ProblemException missing = assertThrows(
                ProblemException.class, () -> desktop(Set.of(), Set.of()).show(folder));
        assertInstanceOf(MediaProblem.ToolMissing.class, missing.problem());
        ProblemException failed = assertThrows(
                ProblemException.class,
                () -> desktop(Set.of("xdg-open"), Set.of()).show(folder));
        assertInstanceOf(MediaProblem.ToolFailed.class, failed.problem());
    }
}
