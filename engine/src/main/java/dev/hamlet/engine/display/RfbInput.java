package dev.hamlet.engine.display;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * What the server sends, through one buffer of fixed size: numbers in network order, pixels little-endian as they were
 * asked for. Every method waits for the bytes that it answers, except those that say so; none allocates. Whatever length
 * the server claims, no more than the buffer is held. Used by the reading thread alone.
 */
final class RfbInput {
    /** A little more than a Unix socket holds at once. */
    private static final int CAPACITY = 1 << 18;

    /** More pixels are never there at once. */
    static final int MOST_PIXELS = CAPACITY / Integer.BYTES;

    /** Fewer bytes than these are moved to the buffer's begin before it is filled, so that one call can bring many. */
    private static final int FEW = 256;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer;

    /** The buffer as pixels, for each of the four ways that a pixel's first byte may lie. */
    private final IntBuffer[] pixels = new IntBuffer[Integer.BYTES];

    private int position;
    private int limit;

    /**
     * What comes from this channel.
     *
     * @param memory where the buffer is, and with which it goes; of the reading thread
     */
    RfbInput(ReadableByteChannel channel, Arena memory) {
        this.channel = channel;
        this.buffer = memory.allocate(CAPACITY, Long.BYTES).asByteBuffer();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] =
                    buffer.slice(i, CAPACITY - i).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        }
    }

    /**
     * To be asked before each piece of work: what has been read already, or what is packed in it, may make much work although
     * nobody wants it any more. Never waits.
     *
     * @throws ClosedChannelException if the session has been closed
     */
    void requireOpen() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    /** Waits until so many bytes are in the buffer. */
    private void await(int count) throws IOException {
        if (limit - position >= count) {
            return;
        }
        if (limit - position < FEW || CAPACITY - position < count) {
            buffer.limit(limit).position(position).compact();
            limit -= position;
            position = 0;
        }
        buffer.limit(CAPACITY).position(limit);
        while (limit - position < count) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the server closed the connection");
            }
            limit = buffer.position();
        }
    }

    int u8() throws IOException {
        await(1);
        return buffer.get(position++) & 0xff;
    }

    int u16() throws IOException {
        await(2);
        int value = buffer.getShort(position) & 0xffff;
        position += 2;
        return value;
    }

    int s32() throws IOException {
        await(4);
        int value = buffer.getInt(position);
        position += 4;
        return value;
    }

    long u32() throws IOException {
        return s32() & 0xffff_ffffL;
    }

    /** One pixel, with its alpha set. */
    int pixel() throws IOException {
        return Integer.reverseBytes(s32()) | Framebuffer.OPAQUE;
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            await(1);
            int now = (int) Math.min(left, limit - position);
            position += now;
            left -= now;
        }
    }

    void bytes(byte[] to, int at, int count) throws IOException {
        int done = 0;
        while (done < count) {
            done += some(to, at + done, count - done);
        }
    }

    /** At least one byte, and as many more as are there already. */
    int some(byte[] to, int at, int most) throws IOException {
        await(1);
        int now = Math.min(most, limit - position);
        buffer.get(position, to, at, now);
        position += now;
        return now;
    }

    /** Waits for one pixel and answers how many are there, at most this many. */
    int awaitPixels(int most) throws IOException {
        await(Integer.BYTES);
        return Math.min(most, (limit - position) / Integer.BYTES);
    }

    /** Takes pixels that are there as {@link #awaitPixels} said; their alpha is as the server left it. Never waits. */
    void takePixels(int[] to, int at, int count) {
        pixels[position % Integer.BYTES].get(position / Integer.BYTES, to, at, count);
        position += count * Integer.BYTES;
    }

    /** Passes over pixels that are there. Never waits. */
    void dropPixels(int count) {
        position += count * Integer.BYTES;
    }

    /** Pixels, their alpha as the server left it. */
    void pixels(int[] to, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int now = awaitPixels(count - done);
            takePixels(to, done, now);
            done += now;
        }
    }

    /** Text of a length that the server claims; of a long one the begin, {@link #plain}. */
    String text(long length, int most) throws IOException {
        byte[] begin = new byte[(int) Math.min(length, most)];
        bytes(begin, 0, begin.length);
        skip(length - begin.length);
        return plain(begin);
    }

    /** Text in one line that shows as it is: what ends a line, turns its direction or is not to be seen is a space. */
    static String plain(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ")
                .strip();
    }
}
