package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay.Input;
import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.ImageCursor;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.PixelReader;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the screen of a guest lies in its console, and its pointer. */
@Tag("window")
@Timeout(120)
class ConsoleScreenTest extends ConsoleFixture {
    @Test
    void thePointerIsExactToOnePixelInAllCornersAndTheMiddle() throws Exception {
        OpenWindow window = consoleOfGuest();
        ScreenPane pane = pane(window);
        for (double factor : new double[] {1, 1.25, 1.5, 2}) {
            int wide = (int) Math.round(pane.getWidth() / factor);
            int high = (int) Math.round(pane.getHeight() / factor / 2);
            display().resize(wide, high);
            Toolkit.await(
                    "the guest's screen is shown by " + factor,
                    () -> Math.abs(pane.geometryProperty().get().factor() - factor) < 0.01
                            && pane.geometryProperty().get().guestHeight() == high);
            ScreenGeometry at = Toolkit.get(() -> pane.geometryProperty().get());
            assertTrue(at.top() > 0, "letterboxed");
            double right = at.left() + at.width() - 0.5;
            double low = at.top() + at.height() - 0.5;
            assertPoints(window, at.left() + 0.5, at.top() + 0.5, 0, 0);
            assertPoints(window, right, at.top() + 0.5, wide - 1, 0);
            assertPoints(window, at.left() + 0.5, low, 0, high - 1);
            assertPoints(window, right, low, wide - 1, high - 1);
            assertPoints(window, at.left() + at.width() / 2, at.top() + at.height() / 2, wide / 2, high / 2);
        }
    }

    private void assertPoints(OpenWindow window, double x, double y, int guestX, int guestY) throws Exception {
        display().inputs().clear();
        window.doubleClick("console-screen", x, y);
        for (int click = 0; click < 2; click++) {
            Input.Pointer pressed = next(Input.Pointer.class);
            while (pressed.buttons() != 1) {
                pressed = next(Input.Pointer.class);
            }
            assertEquals(guestX, pressed.x(), 1);
            assertEquals(guestY, pressed.y(), 1);
            while (pressed.buttons() != 0) {
                pressed = next(Input.Pointer.class);
            }
        }
    }

    @Test
    void theScreenIsShownAsLargeAsThePersonLikes() throws Exception {
        OpenWindow window = consoleOfGuest();
        display().resize(400, 300);
        window.awaitText("console-size", "400 × 300");
        choose(window, "whole");
        window.awaitText("console-size", "200 %");
        choose(window, "actual");
        window.awaitText("console-size", "100 %");
        choose(window, "fit");
        Toolkit.await("it fits again", () -> !window.text("console-size").contains("100 %"));
        choose(window, "follow");
        Input.Size wished = next(Input.Size.class);
        assertEquals(Math.floor(pane(window).getWidth()), wished.width());
        assertEquals(Math.floor(pane(window).getHeight()), wished.height());
        window.awaitText("console-size", wished.width() + " × " + wished.height());
        window.awaitText("console-size", "100 %");
    }

    private static void choose(OpenWindow window, String mode) {
        window.click("console-scale");
        window.click("console-scale-" + mode);
    }

    @Test
    void aGuestThatTakesMotionsAloneGetsThem() throws Exception {
        OpenWindow window = consoleOfGuest();
        display().relativePointer(true);
        ScreenGeometry at = Toolkit.get(() -> pane(window).geometryProperty().get());
        window.doubleClick("console-screen", at.left() + at.width() / 4, at.top() + at.height() / 2);
        Toolkit.await("it is told", () -> !display().inputs().isEmpty());
        window.doubleClick("console-screen", at.left() + at.width() / 2, at.top() + at.height() / 2);
        int sum = 0;
        for (Input.Pointer one = next(Input.Pointer.class); one.x() - 0x7fff < 150; one = next(Input.Pointer.class)) {
            sum++;
            assertTrue(sum < 100, "the motion of a quarter of the screen has not come");
        }
    }

    private void paintPointer(int side, int argb) {
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, argb);
        display().cursor(side, side, 0, 0, pixels);
    }

    @Test
    void thePointerIsTheGuestsAsLongAsItIsOneAndTheGuestIsThere() throws Exception {
        OpenWindow window = consoleOfGuest();
        ScreenPane pane = pane(window);
        paintPointer(32, 0xffffffff);
        Toolkit.await("it is the guest's", () -> pane.getCursor() instanceof ImageCursor);
        paintPointer(512, 0xffffffff);
        Toolkit.await("nothing is hidden by it", () -> pane.getCursor() == null);
        paintPointer(32, 0);
        Toolkit.await("the guest draws its own", () -> Cursor.NONE.equals(pane.getCursor()));
        display().hangUp();
        Toolkit.await("it is not lost with the line", () -> pane.getCursor() == null);
    }

    @Test
    void aScreenThatIsScrolledIsPointedAtWhereItIsSeen() throws Exception {
        OpenWindow window = consoleOfGuest();
        display().resize(2000, 1600);
        window.awaitText("console-size", "2000");
        choose(window, "actual");
        window.awaitText("console-size", "100 %");
        // A scroll pane whose content grows moves by itself.
        Toolkit.await(
                "it is laid out",
                () -> pane(window).getWidth() == 2000 && pane(window).getHeight() == 1600);
        ScrollPane scroll = (ScrollPane) window.node("console-scroll");
        Toolkit.run(() -> {
            scroll.setHvalue(0.9);
            scroll.setVvalue(0.95);
        });
        Node picture = pane(window).getChildrenUnmodifiable().getFirst();
        Point2D seen = Toolkit.get(() -> scroll.sceneToLocal(picture.localToScene(1500.5, 1400.5)));
        assertTrue(scroll.contains(seen), seen::toString);
        display().inputs().clear();
        window.doubleClick("console-scroll", seen.getX(), seen.getY());
        Input.Pointer pressed = next(Input.Pointer.class);
        while (pressed.buttons() != 1) {
            pressed = next(Input.Pointer.class);
        }
        assertEquals(1500, pressed.x());
        assertEquals(1400, pressed.y());
    }

    @Test
    void aScreenThatIsScrolledIsPaintedWhereItIsPointedAt() throws Exception {
        OpenWindow window = consoleOfGuest();
        display().resize(2000, 1600);
        window.awaitText("console-size", "2000");
        choose(window, "actual");
        window.awaitText("console-size", "100 %");
        Toolkit.await(
                "it is laid out",
                () -> pane(window).getWidth() == 2000 && pane(window).getHeight() == 1600);
        ScrollPane scroll = (ScrollPane) window.node("console-scroll");
        Toolkit.run(() -> {
            scroll.setHvalue(0.5);
            scroll.setVvalue(0.5);
        });
        // One pixel is red, its surroundings are not; then it is painted over, with nothing else.
        display().paint(0, 0, 2000, 1600, 0x0000ff);
        display().paint(1000, 800, 1, 1, 0xff0000);
        Point2D seen = Toolkit.get(() -> scroll.sceneToLocal(
                pane(window).getChildrenUnmodifiable().getFirst().localToScene(1000.5, 800.5)));
        awaitPixels(window, seen, Color.RED);
        display().paint(1000, 800, 1, 1, 0x00ff00);
        awaitPixels(window, seen, Color.LIME);
        Toolkit.run(() ->
                scroll.setHvalue(0.5 + 10.0 / (2000 - scroll.getViewportBounds().getWidth())));
        awaitPixels(window, seen.subtract(10, 0), Color.LIME);
    }

    /** This colour at this place of the scroll pane, and blue around it. */
    private static void awaitPixels(OpenWindow window, Point2D at, Color wanted) throws InterruptedException {
        int x = (int) Math.floor(at.getX());
        int y = (int) Math.floor(at.getY());
        assertTrue(
                TimeSource.system()
                        .await(
                                () -> {
                                    PixelReader look =
                                            window.look("console-scroll").getPixelReader();
                                    return look.getColor(x, y).equals(wanted)
                                            && look.getColor(x - 1, y).equals(Color.BLUE)
                                            && look.getColor(x + 1, y).equals(Color.BLUE)
                                            && look.getColor(x, y - 1).equals(Color.BLUE)
                                            && look.getColor(x, y + 1).equals(Color.BLUE);
                                },
                                Duration.ofSeconds(20),
                                Duration.ofMillis(20)),
                () -> wanted + " is not at " + x + ", " + y);
    }

    @Test
    void aGuestThatFollowsIsAskedOnceForTheSizeThatAWindowComesTo() throws Exception {
        OpenWindow window = consoleOfGuest();
        choose(window, "follow");
        next(Input.Size.class);
        window.awaitText("console-size", "100 %");
        display().inputs().clear();
        Toolkit.run(() -> {
            for (int i = 1; i <= 20; i++) {
                window.stage().setWidth(700 + 10 * i);
                window.stage().getScene().getRoot().layout();
            }
        });
        Input.Size asked = next(Input.Size.class);
        assertEquals(Math.floor(pane(window).getWidth()), asked.width());
        assertNull(display().inputs().poll(500, TimeUnit.MILLISECONDS));
    }
}
