package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What files and the kernel tell of a run. Only what is not there counts as nothing: what cannot be read, as when too many
 * files are open, is a problem, since whoever took it for nothing would end what runs.
 */
final class Evidence {
    /** Of a command line: ours are shorter, and others' do not matter. */
    private static final int LONGEST = 1 << 16;

    private Evidence() {}

    /**
     * A file's content; empty where there is no such file.
     *
     * @throws ProblemException {@code FileUnusable} where it cannot be read
     */
    static Optional<byte[]> bytes(Path file) throws ProblemException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /**
     * Whether there is such a file.
     *
     * @throws ProblemException {@code FileUnusable} where nobody can say
     */
    static boolean isThere(Path file) throws ProblemException {
        try {
            BasicFileAttributes _ = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /**
     * The process of this number; empty where there is none.
     *
     * @throws ProblemException {@code FileUnusable} where it cannot be looked at
     */
    static Optional<ProcessIdentity> process(Processes processes, long pid) throws ProblemException {
        try {
            return processes.identify(pid);
        } catch (UncheckedIOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(proc(pid), String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * What a process was started with; empty for one that is not there.
     *
     * @throws ProblemException {@code FileUnusable} where it cannot be read
     */
    static String commandLine(long pid) throws ProblemException {
        Path file = proc(pid).resolve("cmdline");
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Gone before, or while it was read (ESRCH).
            if (!isThere(proc(pid))) {
                return "";
            }
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private static Path proc(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }
}
