package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.ByteChannel;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that changes for hours must not make garbage. */
@Timeout(60)
class SteadyStateTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;
    private static final int WARM = 200;
    private static final int MEASURED = 1000;

    /** A few bytes, since the virtual machine itself may do this and that meanwhile. */
    private static final long PER_FRAME = 16;

    /** Says the greeting, then the same frames over and over. */
    private static final class Looping implements ByteChannel {
        private final ByteBuffer greeting;
        private final ByteBuffer frames;
        private int left;

        Looping(byte[] greeting, byte[] frames, int times) {
            this.greeting = ByteBuffer.wrap(greeting);
            this.frames = ByteBuffer.wrap(frames);
            this.left = times;
        }

        @Override
        public int read(ByteBuffer to) {
            if (!greeting.hasRemaining() && !frames.hasRemaining()) {
                if (--left == 0) {
                    return -1;
                }
                frames.rewind();
            }
            ByteBuffer from = greeting.hasRemaining() ? greeting : frames;
            int count = Math.min(from.remaining(), to.remaining());
            to.put(to.position(), from, from.position(), count);
            to.position(to.position() + count);
            from.position(from.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer from) {
            return from.remaining();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Brings each frame into a buffer as a window does, and notes what this thread has allocated. */
    private static final class Window implements DisplayListener {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final IntBuffer target =
                ByteBuffer.allocateDirect(4 * WIDTH * HEIGHT).asIntBuffer();
        private @Nullable FrameReader reader;
        private int frames;
        private long before;
        private long after;

        @Override
        public void happened(DisplayEvent event) {}

        @Override
        public void painted() {
            assertEquals(
                    FrameReader.Outcome.COPIED, Objects.requireNonNull(reader).copy(target, WIDTH, HEIGHT));
            frames++;
            if (frames == WARM) {
                before = threads.getCurrentThreadAllocatedBytes();
            } else if (frames == WARM + MEASURED) {
                after = threads.getCurrentThreadAllocatedBytes();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 1})
    void framesAreReadAndBroughtWithoutAllocation(int encoding) {
        Random random = new Random(1);
        int[] picture = Encoders.picture(random, WIDTH, HEIGHT);
        Wire frame = new Wire().update(1).rectangle(0, 0, WIDTH, HEIGHT, encoding);
        switch (encoding) {
            case 0 -> frame.pixels(picture);
            case 1 -> frame.u16(1, 1);
            default -> new Encoders(random).hextile(frame, picture, WIDTH, HEIGHT);
        }
        Window window = new Window();
        DisplaySession session = new DisplaySession(
                "m",
                new Looping(new Wire().greeting(WIDTH, HEIGHT, "x").bytes(), frame.bytes(), WARM + MEASURED + 10),
                window,
                RawEncoding.NUMBER);
        window.reader = session.framebuffer().reader();
        session.read();
        assertTrue(window.after > 0, "all frames came");
        long each = (window.after - window.before) / MEASURED;
        assertTrue(each <= PER_FRAME, each + " bytes are allocated for a frame");
    }

    @Test
    void compressedFramesAreReadWithoutAllocation() {
        // One stream of many rectangles, since zlib's state goes from each to the next.
        Random random = new Random(1);
        int[] picture = Encoders.picture(random, 64, 64);
        Encoders encoders = new Encoders(random);
        Wire frames = new Wire();
        for (int i = 0; i < WARM + MEASURED + 10; i++) {
            encoders.zrle(frames.update(1).rectangle(0, 0, 64, 64, 16), picture, 64, 64);
        }
        Window window = new Window();
        DisplaySession session = new DisplaySession(
                "m",
                new Looping(new Wire().greeting(WIDTH, HEIGHT, "x").bytes(), frames.bytes(), 1),
                window,
                RawEncoding.NUMBER);
        window.reader = session.framebuffer().reader();
        session.read();
        assertTrue(window.after > 0, "all frames came");
        long each = (window.after - window.before) / MEASURED;
        assertTrue(each <= PER_FRAME, each + " bytes are allocated for a frame");
    }
}
