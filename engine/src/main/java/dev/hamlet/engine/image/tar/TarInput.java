package dev.hamlet.engine.image.tar;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an archive, counted, and the data of one entry after the other. */
final class TarInput {
    static final int BLOCK = 512;

    private final InputStream in;
    private final long limit;
    private long position;
    private long dataLeft;
    private int padding;

    TarInput(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    long position() {
        return position;
    }

    /** A block, or null where the archive ends before it. */
    byte @org.jspecify.annotations.Nullable [] block() throws IOException {
        byte[] block = new byte[BLOCK];
        int got = fill(block, BLOCK);
        if (got == 0) {
            return null;
        }
        if (got < BLOCK) {
            throw cutOff();
        }
        return block;
    }

    /** Begins the data of an entry: so many bytes, then blank ones up to the end of a block. */
    void begin(long length) throws TarViolation {
        if (length > limit - position) {
            throw new TarViolation("at byte " + position + ": " + length + " bytes of data, more than the " + limit
                    + " that an archive may have");
        }
        dataLeft = length;
        padding = (int) (-length & (BLOCK - 1));
    }

    long dataLeft() {
        return dataLeft;
    }

    /** Reads data into the beginning of the buffer; 0 at the end of the data. */
    int data(byte[] buffer, long most) throws IOException {
        int want = (int) Math.min(Math.min(buffer.length, most), dataLeft);
        if (want == 0) {
            return 0;
        }
        int got = in.read(buffer, 0, want);
        if (got <= 0) {
            throw cutOff();
        }
        count(got);
        dataLeft -= got;
        return got;
    }

    /** All the data, which must not be longer than this. */
    byte[] all(int most, String what) throws IOException {
        if (dataLeft > most) {
            throw new TarViolation(
                    "at byte " + position + ": " + what + " of " + dataLeft + " bytes, more than " + most);
        }
        byte[] all = new byte[(int) dataLeft];
        int got = fill(all, all.length);
        if (got < all.length) {
            throw cutOff();
        }
        dataLeft = 0;
        end();
        return all;
    }

    /** Passes over what is left of the data. */
    void end() throws IOException {
        byte[] buffer = new byte[dataLeft + padding > 4096 ? 1 << 16 : 4096];
        long left = dataLeft + padding;
        dataLeft = 0;
        padding = 0;
        while (left > 0) {
            int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got <= 0) {
                throw cutOff();
            }
            count(got);
            left -= got;
        }
    }

    /** Reads all that comes after the archive, and keeps none of it. */
    void drain() throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            count(got);
        }
    }

    private int fill(byte[] buffer, int want) throws IOException {
        int got = 0;
        while (got < want) {
            int one = in.read(buffer, got, want - got);
            if (one < 0) {
                break;
            }
            got += one;
        }
        count(got);
        return got;
    }

    private void count(int bytes) throws TarViolation {
        position += bytes;
        if (position > limit) {
            throw new TarViolation("longer than the " + limit + " bytes that an archive may have");
        }
    }

    private TarViolation cutOff() {
        return new TarViolation("cut off: it ends after " + position + " bytes, in the middle of an entry");
    }
}
