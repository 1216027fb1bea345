package dev.hamlet.engine.comparison;

import dev.hamlet.nativebridge.FileSpace;
import dev.hamlet.nativebridge.NativeException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What processes hold of the memory, and folders of the disk. */
final class Footprint {
    /** Stands for what cannot be read. */
    static final long UNKNOWN = -1;

    private Footprint() {}

    /** Memory of a process, of what it shares with others its part alone (PSS); {@link #UNKNOWN} where it is not told. */
    static long memory(long pid) {
        return amount(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Pss:");
    }

    /** The process that started this one. */
    static long parent(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("PPid:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring("PPid:".length()).strip()))
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private static long amount(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    String digits =
                            line.substring(name.length()).replace("kB", "").strip();
                    return Long.parseLong(digits) << 10;
                }
            }
            return UNKNOWN;
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** The bytes that the file system has given all that is below this folder; what may not be looked at counts as nothing. */
    static long disk(Path folder) {
        long[] bytes = {0};
        try {
            Path _ = Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        bytes[0] += allocated(file, attributes.size());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return bytes[0];
        }
        return bytes[0];
    }

    private static long allocated(Path file, long length) {
        try {
            return FileSpace.allocated(file);
        } catch (NativeException e) {
            return length;
        }
    }
}
