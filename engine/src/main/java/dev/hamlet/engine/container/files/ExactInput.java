package dev.hamlet.engine.container.files;

import dev.hamlet.engine.job.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Exactly so many bytes of a file that somebody may be writing: what it has grown by is left out, and what it has shrunk by
 * is zeros, as with GNU tar. A file may claim any length, so that whoever cancels is heard between two pieces.
 */
final class ExactInput extends FilterInputStream {
    private final Progress progress;
    private long left;

    ExactInput(InputStream in, long size, Progress progress) {
        super(in);
        this.left = size;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        Interruption.check(progress);
        int wanted = (int) Math.min(length, left);
        int got = in.read(buffer, offset, wanted);
        if (got < 0) {
            Arrays.fill(buffer, offset, offset + wanted, (byte) 0);
            got = wanted;
        }
        left -= got;
        return got;
    }

    @Override
    public long skip(long count) throws IOException {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
