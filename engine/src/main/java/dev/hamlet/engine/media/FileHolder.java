package dev.hamlet.engine.media;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who has a file open, as far as this host lets us see: on Linux the descriptors of the user's own processes. */
public final class FileHolder {
    private FileHolder() {}

    /** Such as {@code qemu-system-x86_64 (process 4711)}, or empty where it cannot be seen. */
    public static String of(Path file) {
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            return "";
        }
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> hasOpen(process.pid(), real))
                .map(FileHolder::name)
                .findFirst()
                .orElse("");
    }

    private static boolean hasOpen(long pid, Path real) {
        Path descriptors = Path.of("/proc", Long.toString(pid), "fd");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                if (Files.readSymbolicLink(descriptor).equals(real)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // Another user's process, or one that ended just now.
            return false;
        }
    }

    private static String name(ProcessHandle process) {
        String program = process.info()
                .command()
                .map(command -> String.valueOf(Path.of(command).getFileName()))
                .orElse("another program");
        return program + " (process " + process.pid() + ")";
    }
}
