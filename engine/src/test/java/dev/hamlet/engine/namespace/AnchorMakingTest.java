package dev.hamlet.engine.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorMakingTest {
    @TempDir
    private Path folder = Path.of("");

    private AnchorMaking making() {
        // Where no program is found, as where uidmap is not installed.
        SystemProcessLauncher launcher = new SystemProcessLauncher(Map.of("PATH", folder.toString()));
        return new AnchorMaking(folder, launcher, Processes.of(), TimeSource.system());
    }

    @Test
    void whyOthersHaveNoNumbersIsToldAlsoWhereNotEvenTheUserCanHaveOne() {
        // Whose process has gone cannot be given numbers in any way.
        ProcessIdentity gone =
                new ProcessIdentity(4_194_305L, 1, Processes.of().self().bootId());
        ContainerProblem.NamespaceFailed told = assertInstanceOf(
                ContainerProblem.NamespaceFailed.class,
                assertThrows(ProblemException.class, () -> making().map(gone)).problem());
        assertTrue(told.why().contains("no numbers") || told.why().contains("newuidmap"), told::why);
        assertTrue(told.why().contains("with one user alone"), told::why);
    }

    @Test
    void onlyNotesOfThoseWhoHaveEndedAreRemoved() throws Exception {
        ProcessIdentity self = Processes.of().self();
        making().note(self, true);
        Path ended = Files.writeString(folder.resolve("4194305"), "4194305 1 " + self.bootId() + "\n");
        Path nonsense = Files.writeString(folder.resolve("12"), "nonsense\n");
        assertEquals(1, making().holders().size());
        assertTrue(Files.notExists(ended) && Files.notExists(nonsense));
        // A note that cannot be read may be of somebody who is there.
        Path unreadable = Files.createDirectory(folder.resolve("13"));
        assertThrows(ProblemException.class, () -> making().holders());
        assertTrue(Files.exists(unreadable));
    }
}
