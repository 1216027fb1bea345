package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NewFile;
import dev.hamlet.nativebridge.linux.Errno;
import java.util.Arrays;

/** A file that is being made under its name. */
class LinuxNewFile implements NewFile {
    private static final byte[] SELF = {0};

    private final Handle handle;
    private final byte[] name;

    LinuxNewFile(Handle handle, byte[] name) {
        this.handle = handle;
        this.name = name.clone();
    }

    /** Access and change, as {@code struct timespec[2]}. */
    static long[] times(long seconds, int nanos) {
        return new long[] {seconds, nanos, seconds, nanos};
    }

    @Override
    public void write(long position, byte[] buffer, int length) throws NativeException {
        byte[] left = buffer;
        int done = 0;
        while (done < length) {
            long wrote = FileCalls.pwrite(handle.number(), left, (long) length - done, position + done);
            if (wrote < 0 && Errno.last() != FileCalls.EINTR) {
                throw failure("pwrite");
            }
            if (wrote > 0) {
                done += (int) wrote;
                if (done < length) {
                    left = Arrays.copyOfRange(buffer, done, length);
                }
            }
        }
    }

    @Override
    public void length(long bytes) throws NativeException {
        check(FileCalls.ftruncate(handle.number(), bytes), "ftruncate");
    }

    @Override
    public void appear(byte[] as) throws NativeException {
        throw new IllegalStateException("it has a name");
    }

    Handle handle() {
        return handle;
    }

    @Override
    public void own(long uid, long gid) throws NativeException {
        check(FileCalls.fchownat(handle.number(), SELF, (int) uid, (int) gid, FileCalls.AT_EMPTY_PATH), "fchownat");
    }

    @Override
    public void permit(int permissions) throws NativeException {
        check(FileCalls.fchmod(handle.number(), permissions), "fchmod");
    }

    @Override
    public void date(long seconds, int nanos) throws NativeException {
        check(FileCalls.futimens(handle.number(), times(seconds, nanos)), "futimens");
    }

    @Override
    public void attribute(byte[] attribute, byte[] value) throws NativeException {
        check(
                FileCalls.fsetxattr(handle.number(), Handle.zeroEnded(attribute), value, value.length, 0),
                "fsetxattr " + Handle.shown(attribute));
    }

    @Override
    public void close() {
        handle.close();
    }

    private void check(int result, String call) throws NativeException {
        if (result < 0) {
            throw failure(call);
        }
    }

    private NativeException failure(String call) {
        return Errno.failure(call + "(" + Handle.shown(name) + ")", Errno.last());
    }
}
