package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    @TempDir
    Path folder;

    @Test
    void whatAnEndedProcessLeftIsRemovedAndWhatALiveOneMakesStays() throws Exception {
        // No process has this id: it is above the largest that Linux gives.
        Path dead = Files.createFile(folder.resolve(".hamlet-99999999-1-0123abcd.part"));
        Path reused = Files.createFile(
                folder.resolve(".hamlet-" + ProcessHandle.current().pid() + "-1-0123abcd.part"));
        Path deadFolder = Files.createDirectories(folder.resolve(".hamlet-99999999-1-0123abce.part/x"))
                .getParent();
        Path outside = Samples.write(folder.resolve("outside"), "stays");
        Files.createSymbolicLink(java.util.Objects.requireNonNull(deadFolder).resolve("link"), outside);
        Path stranger = Files.createFile(folder.resolve(".hamlet-notes.part"));
        try (PartFile alive = PartFile.besides(folder.resolve("new"))) {
            PartFile.sweep(folder);
            assertTrue(Files.exists(alive.path()));
            assertFalse(Files.exists(dead));
            assertFalse(Files.exists(reused));
            assertFalse(Files.exists(deadFolder));
            assertTrue(Files.exists(stranger));
            assertTrue(Files.exists(outside));
        }
    }

    @Test
    void aKeptFileHasItsNameAndIsPrivate() throws Exception {
        Path target = folder.resolve("new");
        try (PartFile part = PartFile.besides(target)) {
            Samples.write(part.path(), "whole");
            part.keep();
        }
        assertEquals("whole", Files.readString(target));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        try (var all = Files.list(folder)) {
            assertEquals(1, all.count());
        }
    }

    @Test
    void makingAFileClearsWhatAKilledMakerLeftBesideIt() throws Exception {
        Path dead = Files.createFile(folder.resolve(".hamlet-99999999-1-0123abcd.part"));
        PartFile.besides(folder.resolve("new")).close();
        assertFalse(Files.exists(dead));
    }

    @Test
    void ofTwoMakersTheFirstWins() throws Exception {
        Path target = folder.resolve("new");
        try (PartFile first = PartFile.besides(target);
                PartFile second = PartFile.besides(target)) {
            Samples.write(first.path(), "first");
            Samples.write(second.path(), "second");
            first.keep();
            Samples.problem(MediaProblem.FileExists.class, second::keep);
        }
        assertEquals("first", Files.readString(target));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path missing = folder.resolve("none");
        assertEquals(
                missing,
                Samples.problem(HostProblem.FolderUnusable.class, () -> PartFile.besides(missing.resolve("x")))
                        .folder());
    }
}
