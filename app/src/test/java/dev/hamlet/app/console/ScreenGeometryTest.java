package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenGeometryTest {
    private static final double INSIDE = 0.25;

    @ParameterizedTest
    @CsvSource({
        "1.0, 1000, 700", "1.25, 1000, 700", "1.5, 1000, 700", "2.0, 1000, 700",
        "1.0, 2000, 300", "1.25, 2000, 300", "1.5, 333, 1000", "2.0, 333, 1000"
    })
    void theFourCornersAndTheCentreAreExactToOnePixel(double density, double width, double height) {
        for (ScaleMode mode : ScaleMode.values()) {
            ScreenGeometry at = ScreenGeometry.place(mode, width, height, 1280, 800, density);
            double right = at.left() + at.width();
            double low = at.top() + at.height();
            double step = INSIDE / density;
            assertEquals(0, at.guestX(at.left() + step), 1, mode.toString());
            assertEquals(0, at.guestY(at.top() + step), 1, mode.toString());
            assertEquals(1279, at.guestX(right - step), 1, mode.toString());
            assertEquals(799, at.guestY(low - step), 1, mode.toString());
            assertEquals(640, at.guestX(at.left() + at.width() / 2), 1, mode.toString());
            assertEquals(400, at.guestY(at.top() + at.height() / 2), 1, mode.toString());
        }
    }

    @Test
    void besideTheScreenTheNearestPixelIsMeant() {
        ScreenGeometry at = ScreenGeometry.place(ScaleMode.FIT, 1000, 1000, 640, 480, 1);
        assertTrue(at.top() > 0, "letterboxed");
        assertEquals(0, at.guestY(0));
        assertEquals(479, at.guestY(1000));
        assertEquals(0, at.guestX(-5));
        assertEquals(639, at.guestX(5000));
    }

    @Test
    void wholeMultiplesAreSharpAndFitWhereThereIsNotTheRoom() {
        ScreenGeometry twice = ScreenGeometry.place(ScaleMode.WHOLE, 1500, 1100, 640, 480, 1);
        assertEquals(2, twice.factor());
        assertTrue(twice.isSharp());
        ScreenGeometry small = ScreenGeometry.place(ScaleMode.WHOLE, 500, 400, 640, 480, 1);
        assertTrue(small.factor() < 1);
        assertFalse(small.isSharp());
    }

    @Test
    void actualPixelsAreThoseOfTheRealScreen() {
        ScreenGeometry at = ScreenGeometry.place(ScaleMode.ACTUAL, 300, 200, 1280, 800, 1.25);
        assertEquals(1024, at.width());
        assertEquals(640, at.height());
        assertEquals(0, at.left());
        assertEquals(100, at.percent());
    }
}
