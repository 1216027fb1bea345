package dev.hamlet.engine.catalog;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A private folder for work, thrown away at the end of it. Lies in the folder of the image that is being made, which the
 * library removes after a crash, and not in the system's folder for temporary files, which may be small and in memory.
 *
 * @param folder absolute, mode 0700
 */
record Scratch(Path folder) implements AutoCloseable {
    static Scratch in(Path parent) throws IOException {
        return new Scratch(Files.createTempDirectory(parent.toAbsolutePath(), "work-"));
    }

    /** For what is small and belongs to no image yet: in the system's folder for temporary files. */
    static Scratch outside() throws IOException {
        return new Scratch(Files.createTempDirectory("hamlet-"));
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
