package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxOpenFile;
import java.nio.file.Path;
import java.util.List;

/**
 * A file or a socket, opened by this program to be given to one that it starts ({@link PassedDescriptor}), which could not open it
 * itself. Not inherited otherwise. May be closed by any thread, any number of times.
 */
public interface OpenFile extends AutoCloseable {
    /**
     * Opens a file that exists.
     *
     * @param writable for reading and writing, else for reading alone
     * @throws NativeException such as ENOENT or EACCES
     */
    static OpenFile open(Path file, boolean writable) throws NativeException {
        Host.requireLinux();
        return LinuxOpenFile.open(file, writable);
    }

    /**
     * Two ends of a Unix socket, for two programs that are to speak to each other. When every holder of one end has
     * ended, the other reads the end of its input.
     *
     * @throws NativeException if there are no more descriptors
     */
    static List<OpenFile> connectedPair() throws NativeException {
        Host.requireLinux();
        return LinuxOpenFile.connectedPair();
    }

    /**
     * A pipe: the end that is read, then the end that is written. This program reads through {@code /proc/self/fd}, which
     * opens the end once more; when every holder of the written end has closed it, the reader sees the end.
     *
     * @throws NativeException if there are no more descriptors
     */
    static List<OpenFile> pipe() throws NativeException {
        Host.requireLinux();
        return LinuxOpenFile.pipe();
    }

    /** Its number in this process, until it is closed. */
    int number();

    /** Closes it here; a program that was given it keeps it. */
    @Override
    void close();
}
