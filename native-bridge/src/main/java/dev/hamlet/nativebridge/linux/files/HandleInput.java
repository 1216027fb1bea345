package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.linux.Errno;
import java.io.IOException;
import java.io.InputStream;

/** Reads an open file from its beginning to its end. */
final class HandleInput extends InputStream {
    private static final int PIECE = 1 << 16;

    private final Handle handle;

    HandleInput(Handle handle) {
        this.handle = handle;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        boolean whole = offset == 0 && length == buffer.length;
        byte[] piece = whole ? buffer : new byte[Math.min(length, PIECE)];
        long got = FileCalls.read(handle.number(), piece, piece.length);
        while (got < 0) {
            if (Errno.last() != FileCalls.EINTR) {
                throw Errno.failure("read", Errno.last());
            }
            got = FileCalls.read(handle.number(), piece, piece.length);
        }
        if (!whole) {
            System.arraycopy(piece, 0, buffer, offset, (int) got);
        }
        return got == 0 ? -1 : (int) got;
    }

    @Override
    public void close() {
        handle.close();
    }
}
