package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.hamlet.engine.display.FrameReader.Outcome;
import java.nio.IntBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static Framebuffer framebuffer(int width, int height) throws Exception {
        Framebuffer framebuffer = new Framebuffer();
        framebuffer.resize(width, height);
        return framebuffer;
    }

    private static void paint(Framebuffer framebuffer, int x, int y, int width, int height, int colour) {
        framebuffer.paint(
                x,
                y,
                width,
                height,
                IntStream.generate(() -> colour).limit((long) width * height).toArray());
    }

    private static int[] place(FrameReader reader) {
        return new int[] {reader.x(), reader.y(), reader.width(), reader.height()};
    }

    @Test
    void onlyWhatHasChangedIsBrought() throws Exception {
        Framebuffer framebuffer = framebuffer(5, 4);
        FrameReader reader = framebuffer.reader();
        IntBuffer target = IntBuffer.allocate(20);
        assertEquals(Outcome.COPIED, reader.copy(target, 5, 4));
        assertArrayEquals(new int[] {0, 0, 5, 4}, place(reader));
        assertEquals(Outcome.UNCHANGED, reader.copy(target, 5, 4));
        paint(framebuffer, 1, 1, 1, 1, 7);
        paint(framebuffer, 3, 2, 9, 1, 8);
        assertEquals(Outcome.UNCHANGED, reader.copy(target, 5, 4), "an update is shown at its end");
        framebuffer.publish();
        target.put(0, 99).put(6, 98);
        assertEquals(Outcome.COPIED, reader.copy(target, 5, 4));
        assertArrayEquals(new int[] {1, 1, 4, 2}, place(reader));
        assertEquals(99, target.get(0), "outside nothing is touched");
        assertEquals(7, target.get(6));
        assertEquals(8, target.get(13));
        assertEquals(8, target.get(14));
    }

    @Test
    void eachReaderHasItsOwnChanges() throws Exception {
        Framebuffer framebuffer = framebuffer(5, 4);
        FrameReader one = framebuffer.reader();
        IntBuffer target = IntBuffer.allocate(20);
        one.copy(target, 5, 4);
        FrameReader other = framebuffer.reader();
        paint(framebuffer, 1, 1, 1, 1, 7);
        framebuffer.publish();
        assertEquals(Outcome.COPIED, one.copy(target, 5, 4));
        assertEquals(1, one.width());
        assertEquals(Outcome.COPIED, other.copy(target, 5, 4));
        assertEquals(5, other.width());
        other.close();
        paint(framebuffer, 0, 0, 1, 1, 7);
        framebuffer.publish();
        assertEquals(Outcome.UNCHANGED, other.copy(target, 5, 4));
        assertEquals(Outcome.COPIED, one.copy(target, 5, 4));
    }

    @Test
    void whatNobodyHasSeenYetStaysToBeSeenWhileTheNextIsPainted() throws Exception {
        Framebuffer framebuffer = framebuffer(2, 1);
        FrameReader reader = framebuffer.reader();
        IntBuffer target = IntBuffer.allocate(2);
        reader.copy(target, 2, 1);
        paint(framebuffer, 0, 0, 2, 1, 7);
        framebuffer.publish();
        framebuffer.keepUnseen();
        paint(framebuffer, 0, 0, 1, 1, 8);
        paint(framebuffer, 1, 0, 1, 1, 9);
        assertEquals(Outcome.COPIED, reader.copy(target, 2, 1));
        assertArrayEquals(new int[] {7, 7}, target.array());
        framebuffer.publish();
        assertEquals(Outcome.COPIED, reader.copy(target, 2, 1));
        assertArrayEquals(new int[] {8, 9}, target.array());
    }

    @Test
    void anUpdateThatPaintsNothingCopiesNothingAndWaitsForNobody() throws Exception {
        Framebuffer framebuffer = framebuffer(2, 1);
        FrameReader reader = framebuffer.reader();
        paint(framebuffer, 0, 0, 2, 1, 7);
        framebuffer.publish();
        int[] pixels = framebuffer.shown();
        framebuffer.keepUnseen();
        assertFalse(framebuffer.publish());
        assertSame(pixels, framebuffer.shown());
        framebuffer.keepUnseen();
        paint(framebuffer, 0, 0, 1, 1, 8);
        assertNotSame(pixels, framebuffer.shown());
        reader.close();
        assertSame(pixels, framebuffer.shown(), "nobody looks any more");
    }

    @Test
    void aNewSizeIsSaidUntilTheBufferHasIt() throws Exception {
        Framebuffer framebuffer = framebuffer(5, 4);
        FrameReader reader = framebuffer.reader();
        IntBuffer target = IntBuffer.allocate(20);
        reader.copy(target, 5, 4);
        framebuffer.resize(2, 3);
        assertEquals(Outcome.RESIZED, reader.copy(target, 5, 4));
        assertEquals(Outcome.RESIZED, reader.copy(target, 5, 4));
        assertEquals(new Framebuffer.Size(2, 3), framebuffer.size());
        assertEquals(Outcome.COPIED, reader.copy(target, 2, 3));
        assertArrayEquals(new int[] {0, 0, 2, 3}, place(reader));
    }
}
