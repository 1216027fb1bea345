package dev.hamlet.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewTargetTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatHasComeMeanwhileStays() throws Exception {
        Path target = folder.resolve("image.tar");
        assertThrows(
                FileAlreadyExistsException.class,
                () -> new NewTarget(target).fill(made -> {
                    Files.writeString(made, "an export");
                    Files.writeString(target, "a person's");
                }));
        assertEquals("a person's", Files.readString(target));
        assertEquals(List.of(target), all());
    }

    @Test
    void aFileAndAFolderComeWholeAndAlone() throws Exception {
        Path file = folder.resolve("a.tar");
        new NewTarget(file).fill(made -> Files.writeString(made, "whole"));
        assertEquals("whole", Files.readString(file));
        Path layout = folder.resolve("b");
        new NewTarget(layout)
                .fill(made -> Files.writeString(Files.createDirectory(made).resolve("x"), "y"));
        assertEquals("y", Files.readString(layout.resolve("x")));
        assertEquals(List.of(file, layout), all());
    }

    @Test
    void whatAKilledExportHasLeftGoesWithTheNextOfTheSameName() throws Exception {
        Path left = Files.writeString(folder.resolve(".a.tar.2147483646.new"), "half");
        Path running = Files.writeString(folder.resolve(".a.tar.1.new"), "half");
        Path another = Files.writeString(folder.resolve(".b.tar.2147483646.new"), "half");
        Path file = folder.resolve("a.tar");
        new NewTarget(file).fill(made -> Files.writeString(made, "whole"));
        assertEquals(List.of(running, another, file), all());
        assertFalse(Files.exists(left));
    }

    private List<Path> all() throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
