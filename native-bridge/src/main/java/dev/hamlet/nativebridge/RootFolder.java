package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.files.LinuxRootFolder;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A folder that stands for the root of a file system of its own, such as a container's: whatever a path in it says, by
 * {@code ..}, by an absolute link or by a link that is swapped meanwhile, nothing outside is reached (openat2(2),
 * {@code RESOLVE_IN_ROOT}, Linux 5.6 and newer). Paths are bytes, as the kernel knows them; a leading slash changes
 * nothing. Safe for use by many threads; file operations block.
 */
public interface RootFolder extends AutoCloseable {
    /**
     * Opens a folder as a root. A link to it is followed.
     *
     * @throws NativeException such as ENOENT, ENOTDIR, EACCES; ENOSYS from a kernel without openat2
     */
    static RootFolder open(Path folder) throws NativeException {
        Host.requireLinux();
        return LinuxRootFolder.open(folder);
    }

    /**
     * Opens a folder in it; links are followed, within the root. An empty path is the root itself.
     *
     * @throws NativeException such as ENOENT, ENOTDIR, ELOOP
     */
    OpenFolder enter(byte[] path) throws NativeException;

    /**
     * Reads a regular file in it; links are followed, within the root.
     *
     * @throws NativeException such as ENOENT, ELOOP; EINVAL for what is no regular file
     */
    InputStream read(byte[] path) throws NativeException;

    /** Lets go of it; folders that were entered stay open. */
    @Override
    void close();
}
