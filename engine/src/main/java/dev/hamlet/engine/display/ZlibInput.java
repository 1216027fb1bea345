package dev.hamlet.engine.display;

import java.io.IOException;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that the server compressed with zlib, in one stream over many rectangles. Only what is asked for is unpacked,
 * through a small buffer, so that neither a claimed length nor a small input that unpacks to much takes memory. Used by the
 * reading thread alone.
 */
final class ZlibInput {
    private final Inflater inflater = new Inflater();
    private final byte[] packed = new byte[1 << 14];
    private final byte[] plain = new byte[1 << 14];
    private @Nullable RfbInput in;
    private long left;
    private int position;
    private int limit;

    /** Begins a piece of the stream that has so many bytes before they are unpacked. */
    void begin(RfbInput from, long length) {
        in = from;
        left = length;
    }

    int u8() throws IOException {
        if (position == limit) {
            unpack();
        }
        return plain[position++] & 0xff;
    }

    private void unpack() throws IOException {
        limit = 0;
        position = 0;
        while (limit == 0) {
            if (inflater.needsInput()) {
                if (left == 0) {
                    throw new RfbViolation("compressed pixels that end early");
                }
                feed();
            }
            limit = inflate();
        }
    }

    private void feed() throws IOException {
        int count = Objects.requireNonNull(in).some(packed, 0, (int) Math.min(left, packed.length));
        left -= count;
        inflater.setInput(packed, 0, count);
    }

    private int inflate() throws RfbViolation {
        try {
            int count = inflater.inflate(plain);
            if (count == 0 && (inflater.finished() || inflater.needsDictionary())) {
                throw new RfbViolation("a compressed stream that ends or asks for a dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw (RfbViolation) new RfbViolation("compressed pixels that are none").initCause(e);
        }
    }

    /** Ends the piece: all of it has been asked for, and only the compressor's own marks may be left. */
    void finish() throws IOException {
        if (position < limit) {
            throw new RfbViolation("more compressed pixels than the rectangle has");
        }
        while (left > 0 || !inflater.needsInput()) {
            if (inflater.needsInput()) {
                feed();
            }
            if (inflate() > 0) {
                throw new RfbViolation("more compressed pixels than the rectangle has");
            }
        }
    }

    void end() {
        inflater.end();
    }
}
