package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThumbnailTest {
    private static Framebuffer framebuffer(int width, int height, int... pixels) throws Exception {
        Framebuffer framebuffer = new Framebuffer();
        framebuffer.resize(width, height);
        framebuffer.paint(0, 0, width, height, pixels);
        framebuffer.publish();
        return framebuffer;
    }

    private static int[] film(int count, int even, int odd) {
        return IntStream.range(0, count).map(i -> i % 2 == 0 ? even : odd).toArray();
    }

    @Test
    void itIsAsLargeAsFitsAndKeepsItsShape() throws Exception {
        Thumbnail wide =
                framebuffer(1280, 800, new int[1280 * 800]).thumbnail(88, 56).orElseThrow();
        assertEquals(88, wide.width());
        assertEquals(55, wide.height());
        Thumbnail high = framebuffer(1, 300, new int[300]).thumbnail(88, 56).orElseThrow();
        assertEquals(1, high.width());
        assertEquals(56, high.height());
    }

    @Test
    void whatIsSmallIsNotMadeLarger() throws Exception {
        Thumbnail same =
                framebuffer(2, 1, 0xff123456, 0xffabcdef).thumbnail(88, 56).orElseThrow();
        assertEquals(2, same.width());
        assertEquals(0xff123456, same.pixels().get(0));
        assertEquals(0xffabcdef, same.pixels().get(1));
    }

    @Test
    void aPixelIsTheMeanOfWhatItStandsFor() throws Exception {
        Thumbnail grey = framebuffer(4, 4, film(16, 0xff000000, 0xfffefefe))
                .thumbnail(1, 1)
                .orElseThrow();
        assertEquals(0xff7f7f7f, grey.pixels().get(0));
    }

    @Test
    void twoThatLookTheSameAreEqual() throws Exception {
        Framebuffer one = framebuffer(2, 1, 0xff000001, 0xff000002);
        assertEquals(
                one.thumbnail(88, 56), framebuffer(2, 1, 0xff000001, 0xff000002).thumbnail(88, 56));
    }

    @Test
    void thereIsNoneOfNothing() {
        assertEquals(Optional.empty(), new Framebuffer().thumbnail(88, 56));
    }
}
