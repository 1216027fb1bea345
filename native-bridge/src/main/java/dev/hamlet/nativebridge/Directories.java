package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.files.LinuxRootFolder;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What can be asked of a folder beyond the JDK's own words. */
public final class Directories {
    private Directories() {}

    /**
     * Writes a folder's entries to the disk, so that a file made, renamed or deleted in it stays so after a loss of
     * power (fsync(2), notes). Waits for the disk, also in a thread that is interrupted, which stays so: what is written
     * by then is not to be told as failed.
     */
    public static void sync(Path directory) throws IOException {
        Host.requireLinux();
        boolean interrupted = false;
        try {
            while (!synced(directory)) {
                boolean _ = Thread.interrupted();
                interrupted = true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether it is on the disk; an interruption closes the channel before. */
    private static boolean synced(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    /**
     * Writes all that was written to the file system of this folder to the disk (syncfs(2)), for a tree of many files that
     * is to be whole after a loss of power. Waits for the disk.
     *
     * @throws NativeException if the disk fails
     */
    public static void syncAll(Path folder) throws NativeException {
        Host.requireLinux();
        LinuxRootFolder.syncAll(folder);
    }
}
