package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxFileSpace;
import java.nio.file.Path;

/** What a file takes on its disk, which for a sparse or compressed file is less than its length. */
public final class FileSpace {
    private FileSpace() {}

    /**
     * The bytes that the file system has given this file (statx(2), {@code stx_blocks}); a link is followed.
     *
     * @throws NativeException such as ENOENT or EACCES
     */
    public static long allocated(Path file) throws NativeException {
        Host.requireLinux();
        return LinuxFileSpace.allocated(file);
    }
}
