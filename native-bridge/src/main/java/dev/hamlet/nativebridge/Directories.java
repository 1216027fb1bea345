package dev.hamlet.nativebridge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What can be asked of a folder beyond the JDK's own words. */
public final class Directories {
    private Directories() {}

    /**
     * Writes a folder's entries to the disk, so that a file made, renamed or deleted in it stays so after a loss of
     * power (fsync(2), notes). Waits for the disk.
     */
    public static void sync(Path directory) throws IOException {
        Host.requireLinux();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
