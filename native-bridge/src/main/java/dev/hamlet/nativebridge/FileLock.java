package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxFileLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An exclusive lock on a file, which the kernel takes back when its holder dies. It excludes other processes and other
 * holders in this one alike (an open file description lock, fcntl(2)), and it is not inherited by started programs. The
 * file is made with mode 0600 if missing, says who holds it, and stays when the lock is gone. Costs one descriptor.
 *
 * <p>May be closed by any thread, any number of times. A lock that is dropped without being closed is held until this
 * program ends.
 */
public interface FileLock extends AutoCloseable {
    /**
     * Takes the lock if nobody has it. Never waits.
     *
     * @return empty if somebody holds it
     * @throws IOException if the file can be neither opened nor made, or its file system has no locks
     */
    static Optional<FileLock> tryAcquire(Path file) throws IOException {
        Host.requireLinux();
        return LinuxFileLock.tryAcquire(file);
    }

    /**
     * Whether somebody holds the lock now, without disturbing those who try for it.
     *
     * @return false if the file does not exist
     */
    static boolean isHeld(Path file) throws IOException {
        Host.requireLinux();
        return LinuxFileLock.isHeld(file);
    }

    /**
     * Whether any program holds a lock, shared or exclusive, on one of these bytes of the file. Takes none itself, so
     * that it disturbs nobody who tries for one, and needs the right to read only.
     *
     * @param first number of the first byte; it may lie beyond the end of the file
     * @param count how many bytes, at least 1
     * @throws IOException if the file cannot be opened, or its file system has no locks
     */
    static boolean isHeld(Path file, long first, long count) throws IOException {
        Host.requireLinux();
        return LinuxFileLock.isHeld(file, first, count);
    }

    /**
     * Who holds the lock now, for words such as "held by process 4711".
     *
     * @return empty if nobody does, and also in the instant between a lock and its holder's note
     */
    static Optional<ProcessIdentity> holder(Path file) throws IOException {
        Host.requireLinux();
        return LinuxFileLock.holder(file);
    }

    /** Gives the lock back. */
    @Override
    void close();
}
