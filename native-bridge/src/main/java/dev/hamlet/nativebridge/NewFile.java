package dev.hamlet.nativebridge;

/** A regular file that is being made. Used by one thread. */
public interface NewFile extends AutoCloseable {
    /** Writes the first {@code length} bytes of the buffer at this position; what lies between becomes a hole. */
    void write(long position, byte[] buffer, int length) throws NativeException;

    /** Makes it so long, with a hole at its end where it was shorter. */
    void length(long bytes) throws NativeException;

    /**
     * Gives a file that {@link OpenFolder#begin} began its name, whole as it is; it takes the place of what has the name,
     * but of no folder (EISDIR). Once for each file.
     */
    void appear(byte[] name) throws NativeException;

    /** Changes its owner. */
    void own(long uid, long gid) throws NativeException;

    /** Changes its permissions; after the owner, whose change takes some of them away. */
    void permit(int permissions) throws NativeException;

    /** Changes the time of its last change; the last thing to do. */
    void date(long seconds, int nanos) throws NativeException;

    /** Sets an extended attribute, byte for byte; after the owner, whose change takes file capabilities away. */
    void attribute(byte[] attribute, byte[] value) throws NativeException;

    @Override
    void close();
}
