package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a process is the guest of a machine, by what the process itself cannot lose: its working directory, which
 * is the machine's run folder, and its command line (proc(5)). Needed only where the launch record is gone.
 */
final class GuestProcesses {
    private static final Path PROC = Path.of("/proc");

    private GuestProcesses() {}

    /**
     * Looks through all processes for the guest of this machine.
     *
     * @return empty only where there surely is none
     * @throws IOException where that cannot be seen, as when too many files are open
     */
    static Optional<ProcessIdentity> find(MachineFolder folder) throws IOException {
        return find(PROC, folder);
    }

    /** The same in another folder than {@code /proc}, for tests. */
    static Optional<ProcessIdentity> find(Path proc, MachineFolder folder) throws IOException {
        Path run;
        try {
            run = folder.run().toRealPath();
        } catch (NoSuchFileException e) {
            // What has no run folder has no guest that could stand in it.
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                if (isGuest(process, run, folder)) {
                    long pid = Long.parseLong(String.valueOf(process.getFileName()));
                    Optional<ProcessIdentity> identity = Processes.of().identify(pid);
                    // Looked at again, so that identity and looks belong to the same process.
                    if (identity.isPresent() && isGuest(process, run, folder)) {
                        return identity;
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        return Optional.empty();
    }

    private static boolean isGuest(Path process, Path run, MachineFolder folder) throws IOException {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(run)
                    && arguments(process).contains(guestName(folder));
        } catch (AccessDeniedException e) {
            // That of somebody else, who may not be looked at.
            return false;
        } catch (IOException e) {
            // Ended meanwhile, or ending: it has no working directory any more. All else says nothing of the process.
            if (e instanceof NoSuchFileException || Files.notExists(process)) {
                return false;
            }
            throw e;
        }
    }

    /** The command line of a process, its program first; empty if it has ended. */
    static List<String> arguments(ProcessIdentity process) {
        try {
            return arguments(PROC.resolve(Long.toString(process.pid())));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The files that a process has open; empty if it has ended, or if they cannot be seen. */
    static List<Path> files(ProcessIdentity process) {
        List<Path> files = new ArrayList<>();
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                // A pipe or a socket links to a name that is no path.
                Path file = Files.readSymbolicLink(descriptor);
                if (file.isAbsolute() && Files.isRegularFile(file) && !files.contains(file)) {
                    files.add(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What was seen until then is better than nothing.
            return files;
        }
        return files;
    }

    private static List<String> arguments(Path process) throws IOException {
        String line = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
        // Each argument ends with a zero byte, the last too.
        return line.isEmpty()
                ? List.of()
                : List.of(line.substring(0, line.length() - 1).split("\0", -1));
    }

    private static String guestName(MachineFolder folder) {
        return "guest=" + folder.path().getFileName() + ",debug-threads=on";
    }
}
