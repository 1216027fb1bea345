package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackagesTest {
    private static final String LISTS = """
            'http://mirror.example/debian/dists/bookworm/InRelease' mirror.example_InRelease 0
            'http://mirror.example/debian/dists/bookworm/main/binary-amd64/Packages.xz' mirror.example_Packages 0
            """;

    @TempDir
    private Path folder;

    private final Apt apt = new Apt();

    @Test
    void theMirrorThatAptIsSetUpWithIsAskedForTheFileThatItsListsBeginWith() throws Exception {
        assertTrue(new DebianPackages(apt, folder).mirrorAnswers());
        assertEquals("/usr/lib/apt/apt-helper", apt.last.program());
        assertTrue(
                apt.last.arguments().contains("http://mirror.example/debian/dists/bookworm/InRelease"),
                apt.last.toString());
    }

    @Test
    void aMirrorThatDoesNotAnswerIsOutOfReach() throws Exception {
        apt.answers = false;
        assertFalse(new DebianPackages(apt, folder).mirrorAnswers());
    }

    @Test
    void withoutAptOrAMirrorNothingIsAsked() throws Exception {
        apt.lists = "";
        assertFalse(new DebianPackages(apt, folder).mirrorAnswers());
        apt.installed = List.of("apt-get", "dpkg-deb");
        assertFalse(new DebianPackages(apt, folder).mirrorAnswers());
        apt.installed = List.of();
        assertFalse(new DebianPackages(apt, folder).mirrorAnswers());
        assertEquals(1, apt.calls.size(), apt.calls.toString());
    }

    /** An apt that prints these lists, and whose mirror answers or not. */
    private static final class Apt implements ProcessLauncher {
        private final List<ProcessSpec> calls = new ArrayList<>();
        private List<String> installed = List.of("apt-get", "dpkg-deb", "/usr/lib/apt/apt-helper");
        private String lists = LISTS;
        private boolean answers = true;
        private ProcessSpec last = ProcessSpec.of("nothing", List.of());

        @Override
        public Optional<Path> find(String program) {
            return installed.contains(program) ? Optional.of(Path.of("/usr/bin").resolve(program)) : Optional.empty();
        }

        @Override
        public ProcessResult run(ProcessSpec spec, Consumer<String> line) {
            calls.add(spec);
            last = spec;
            boolean download = spec.arguments().contains("download-file");
            return new ProcessResult(download && !answers ? 100 : 0, download ? "" : lists, List.of());
        }

        @Override
        public DetachedProcess detach(DetachedStart start) {
            throw new UnsupportedOperationException("apt stays in the foreground");
        }
    }
}
