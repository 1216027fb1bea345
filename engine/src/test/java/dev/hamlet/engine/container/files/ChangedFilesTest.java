package dev.hamlet.engine.container.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedFilesTest {
    private static final byte[] NAME = "d".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder = Path.of("");

    /** As a shell in a container makes them that enters each before it makes the next. */
    private void deep(Path upper, int depth) throws Exception {
        RootFolder root = RootFolder.open(upper);
        OpenFolder at = root.enter(new byte[0]);
        for (int i = 0; i < depth; i++) {
            at.makeFolder(NAME);
            OpenFolder next = at.folder(NAME);
            at.close();
            at = next;
        }
        at.close();
        root.close();
    }

    private static EntryPath path(String text) throws Exception {
        return EntryPath.of(ByteText.of(text));
    }

    @Test
    void foldersThatAreThousandsDeepAreRefusedAndStillMarked() throws Exception {
        Path upper = Files.createDirectories(folder.resolve("upper"));
        Path lower = Files.createDirectories(folder.resolve("lower/kept")).getParent();
        Files.createDirectory(upper.resolve("kept"));
        deep(upper, 5000);
        deep(upper.resolve("kept"), 300);
        try (ChangedFiles changed = new ChangedFiles(upper, List.of(lower), Set.of())) {
            LayerViolation told = assertThrows(LayerViolation.class, changed::all);
            assertEquals(true, String.valueOf(told.getMessage()).contains("256 deep"), told::getMessage);
            assertEquals(Optional.of(FileChange.Kind.ADDED), changed.mark(path("d")));
            assertEquals(Optional.of(FileChange.Kind.CHANGED), changed.mark(path("kept")));
        } finally {
            remove(upper);
        }
    }

    @Test
    void foldersAsDeepAsAnArchiveMayBeAreTold() throws Exception {
        Path upper = Files.createDirectories(folder.resolve("upper"));
        Path lower = Files.createDirectories(folder.resolve("lower"));
        deep(upper, 256);
        try (ChangedFiles changed = new ChangedFiles(upper, List.of(lower), Set.of())) {
            assertEquals(256, changed.all().size());
        } finally {
            remove(upper);
        }
    }

    /** What is as deep as that the test's own clearing away cannot remove. */
    private static void remove(Path upper) throws Exception {
        try (RootFolder root = RootFolder.open(upper);
                OpenFolder top = root.enter(new byte[0])) {
            for (byte[] name : top.list()) {
                top.remove(name);
            }
        }
    }
}
