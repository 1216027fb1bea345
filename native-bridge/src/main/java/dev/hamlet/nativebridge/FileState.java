package dev.hamlet.nativebridge;

/**
 * What a file is, as statx(2) tells it.
 *
 * @param kind what kind of file
 * @param permissions the twelve bits of chmod(2), such as 04755
 * @param uid owner
 * @param gid group
 * @param size length in bytes; of a symbolic link that of its target
 * @param allocated bytes that it takes on the disk
 * @param links how many names it has
 * @param device the file system that it lies on, as a number of no other meaning
 * @param inode its number there
 * @param modifiedSeconds when its content last changed, seconds since 1970 in UTC
 * @param modifiedNanos and nanoseconds
 * @param major of a device, else 0
 * @param minor of a device, else 0
 * @param mountPoint whether another file system is mounted on it
 */
public record FileState(
        Kind kind,
        int permissions,
        long uid,
        long gid,
        long size,
        long allocated,
        long links,
        long device,
        long inode,
        long modifiedSeconds,
        int modifiedNanos,
        int major,
        int minor,
        boolean mountPoint) {
    /** Kinds of files (inode(7)). */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A directory. */
        FOLDER,
        /** A symbolic link. */
        LINK,
        /** A character device. */
        CHARACTER_DEVICE,
        /** A block device. */
        BLOCK_DEVICE,
        /** A FIFO. */
        PIPE,
        /** A Unix socket. */
        SOCKET
    }
}
