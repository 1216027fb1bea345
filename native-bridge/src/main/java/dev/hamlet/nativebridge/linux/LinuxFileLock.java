package dev.hamlet.nativebridge.linux;

import com.sun.jna.NativeLong;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * A lock of an open file description (fcntl(2)): bound to this one opening of the file, unlike the record locks of the
 * JDK's FileChannel, which any closing of the file in the process gives back.
 */
public final class LinuxFileLock implements FileLock {
    private final Descriptor descriptor;

    private LinuxFileLock(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** See {@link FileLock#tryAcquire}. */
    public static Optional<FileLock> tryAcquire(Path file) throws IOException {
        while (true) {
            Descriptor descriptor = Descriptor.open(file, Flags.O_RDWR | Flags.O_CREAT | Flags.O_NOCTTY);
            boolean kept = false;
            try {
                if (!lock(descriptor, file)) {
                    return Optional.empty();
                }
                if (isStill(file, descriptor)) {
                    note(descriptor);
                    kept = true;
                    return Optional.of(new LinuxFileLock(descriptor));
                }
                // Deleted or moved away between opening and locking: what counts is the file that is there now.
            } finally {
                if (!kept) {
                    descriptor.close();
                }
            }
        }
    }

    /** See {@link FileLock#isHeld(Path)}. */
    public static boolean isHeld(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (Descriptor descriptor = Descriptor.open(file, Flags.O_RDWR | Flags.O_NOCTTY)) {
            return isHeld(descriptor, file, 0, 0);
        } catch (NativeException e) {
            if (e.errno() == Flags.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** See {@link FileLock#isHeld(Path, long, long)}. */
    public static boolean isHeld(Path file, long first, long count) throws IOException {
        try (Descriptor descriptor = Descriptor.open(file, Flags.O_RDONLY | Flags.O_NOCTTY)) {
            return isHeld(descriptor, file, first, count);
        }
    }

    /** A count of 0 reaches to the end of all files. Asking for an exclusive lock meets the shared ones too. */
    private static boolean isHeld(Descriptor descriptor, Path file, long first, long count) throws NativeException {
        LockRange range = new LockRange();
        range.l_type = Flags.F_WRLCK;
        range.l_start = new NativeLong(first);
        range.l_len = new NativeLong(count);
        Errno.check(
                LibC.INSTANCE.fcntl(descriptor.number(), Flags.F_OFD_GETLK, range), "fcntl(F_OFD_GETLK, " + file + ")");
        return range.l_type != Flags.F_UNLCK;
    }

    /** See {@link FileLock#holder}. */
    public static Optional<ProcessIdentity> holder(Path file) throws IOException {
        return isHeld(file) ? parse(Files.readString(file, StandardCharsets.ISO_8859_1)) : Optional.empty();
    }

    private static boolean lock(Descriptor descriptor, Path file) throws NativeException {
        LockRange range = new LockRange();
        range.l_type = Flags.F_WRLCK;
        if (LibC.INSTANCE.fcntl(descriptor.number(), Flags.F_OFD_SETLK, range) == 0) {
            return true;
        }
        int errno = Errno.last();
        if (errno == Flags.EAGAIN || errno == Flags.EACCES) {
            return false;
        }
        throw Errno.failure("fcntl(F_OFD_SETLK, " + file + ")", errno);
    }

    private static boolean isStill(Path file, Descriptor descriptor) throws IOException {
        try {
            Object named = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            Object opened = Files.readAttributes(
                            Path.of("/proc/self/fd/" + descriptor.number()), BasicFileAttributes.class)
                    .fileKey();
            return Objects.equals(named, opened);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static void note(Descriptor descriptor) throws NativeException {
        ProcessIdentity self = LinuxProcesses.INSTANCE.self();
        byte[] line = (self.pid() + " " + self.startTime() + " " + self.bootId() + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        Errno.check(LibC.INSTANCE.ftruncate(descriptor.number(), new NativeLong(0)), "ftruncate");
        descriptor.write(line, 0, line.length);
    }

    private static Optional<ProcessIdentity> parse(String note) {
        String[] words = note.strip().split(" ", -1);
        try {
            return words.length == 3
                    ? Optional.of(new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A start in another thread may hold a copy of the descriptor for an instant: so unlock, then close. */
    @Override
    public void close() {
        descriptor.close(() -> {
            LockRange range = new LockRange();
            range.l_type = Flags.F_UNLCK;
            int _ = LibC.INSTANCE.fcntl(descriptor.number(), Flags.F_OFD_SETLK, range);
        });
    }
}
