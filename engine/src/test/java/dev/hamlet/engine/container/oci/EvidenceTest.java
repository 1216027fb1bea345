package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
    private static final ContainerId ID = ContainerId.random();

    @TempDir
    private Path folder = Path.of("");

    private ContainerFiles files() {
        return new ContainerFiles(folder, Processes.of(), new GroupFigures(Processes.of()));
    }

    private ContainerFolder container() throws Exception {
        ContainerFolder container = new ContainerFolder(ID, folder.resolve(ID.value()));
        Files.createDirectories(container.run());
        return container;
    }

    @Test
    void onlyWhatIsNotThereCountsAsNothing() throws Exception {
        Path file = folder.resolve("file");
        assertEquals(Optional.empty(), Evidence.bytes(file));
        assertFalse(Evidence.isThere(file));
        Files.writeString(file, "x");
        assertArrayEquals(new byte[] {'x'}, Evidence.bytes(file).orElseThrow());
        assertTrue(Evidence.isThere(file));
        Path unreadable = Files.createDirectory(folder.resolve("unreadable"));
        ProblemException told = assertThrows(ProblemException.class, () -> Evidence.bytes(unreadable));
        assertEquals(
                unreadable,
                assertInstanceOf(HostProblem.FileUnusable.class, told.problem()).file());
        assertThrows(ProblemException.class, () -> Evidence.isThere(folder.resolve("x".repeat(300))));
    }

    @Test
    void aProcessThatIsNotThereHasNoCommandLine() throws Exception {
        assertTrue(Evidence.commandLine(ProcessHandle.current().pid()).contains("java"));
        assertEquals("", Evidence.commandLine(4_194_305L), "above the greatest pid that Linux gives");
    }

    @Test
    void aNoteThatCannotBeReadIsNoRunThatIsOver() throws Exception {
        ContainerFolder container = container();
        assertEquals(Optional.empty(), files().record(container));
        ProcessIdentity self = Processes.of().self();
        RunRecord run = new RunRecord(self, self, Path.of("/usr/bin/runc"), Instant.EPOCH);
        Files.write(container.record(), RunRecordJson.write(run));
        assertEquals(Optional.of(run), files().record(container));
        // What a loss of power leaves.
        for (byte[] lost : new byte[][] {{}, new byte[300]}) {
            Files.write(container.record(), lost);
            assertEquals(Optional.empty(), files().record(container));
        }
        Files.write(container.record(), "{\"process\": 7".getBytes(StandardCharsets.UTF_8));
        assertInstanceOf(
                ContainerProblem.ContainerUnreadable.class,
                assertThrows(ProblemException.class, () -> files().record(container))
                        .problem());
        Files.delete(container.record());
        Files.createDirectory(container.record());
        assertInstanceOf(
                HostProblem.FileUnusable.class,
                assertThrows(ProblemException.class, () -> files().record(container))
                        .problem());
    }

    @Test
    void anEndThatCannotBeReadIsNotTakenForOneThatNobodySaw() throws Exception {
        ContainerFolder container = container();
        ProcessIdentity gone =
                new ProcessIdentity(4_194_305L, 1, Processes.of().self().bootId());
        RunRecord run = new RunRecord(gone, gone, Path.of("/usr/bin/runc"), Instant.EPOCH);
        assertTrue(files().ended(container, run).end().code().isEmpty());
        Files.writeString(container.exit(), "7\n");
        assertEquals(7, files().ended(container, run).end().code().getAsInt());
        Files.delete(container.exit());
        Files.createDirectory(container.exit());
        assertThrows(ProblemException.class, () -> files().ended(container, run));
        ContainerSnapshot seen = files().look(container);
        assertEquals(ContainerState.BROKEN, seen.state());
        assertTrue(seen.problem().isPresent());
    }
}
