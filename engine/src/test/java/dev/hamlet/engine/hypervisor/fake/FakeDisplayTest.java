package dev.hamlet.engine.hypervisor.fake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplayEvent.PointerMode;
import dev.hamlet.engine.display.DisplayEvent.SizeAnswer;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.display.Heard;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.HypervisorFixture;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay.Input;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.DisplayProblem;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The display that tests of the window paint on. */
class FakeDisplayTest extends HypervisorFixture {
    private final Heard heard = new Heard();
    private FakeDisplay display;
    private DisplaySession session;

    @Override
    protected Hypervisor open(HamletPaths at) {
        return new FakeHypervisor(at, new SystemProcessLauncher(System.getenv()), TimeSource.system());
    }

    @BeforeEach
    void openDisplay() throws Exception {
        MachineSpec spec = machine().build();
        session = launch(spec).display(heard);
        display = ((FakeHypervisor) hypervisor)
                .guest(folderOf(spec))
                .orElseThrow()
                .display();
        heard.next(DisplayEvent.FeaturesChanged.class);
        heard.awaitFrame();
    }

    private Input input() throws InterruptedException {
        return Optional.ofNullable(display.inputs().poll(20, TimeUnit.SECONDS)).orElseThrow();
    }

    /** Waits until the last pixel of the picture has this colour. */
    private void awaitLast(int rgb) throws InterruptedException {
        int[] picture = Heard.picture(session);
        while (picture[picture.length - 1] != (0xff00_0000 | rgb)) {
            heard.awaitFrame();
            picture = Heard.picture(session);
        }
    }

    @Test
    void whatIsPaintedIsSeen() throws Exception {
        assertEquals(new Framebuffer.Size(720, 400), session.framebuffer().size());
        assertEquals(0xff20_2020, Heard.picture(session)[0]);
        display.paint(719, 399, 5, 5, 0x123456);
        awaitLast(0x123456);
    }

    @Test
    void aNewModeIsSeenAndAWishIsObeyedOrRefused() throws Exception {
        display.resize(64, 48);
        assertEquals(
                new Framebuffer.Size(64, 48),
                heard.next(DisplayEvent.Resized.class).size());
        awaitLast(0);
        assertTrue(session.askSize(100, 90));
        assertEquals(
                new Framebuffer.Size(100, 90),
                heard.next(DisplayEvent.Resized.class).size());
        assertEquals(
                SizeAnswer.DONE, heard.next(DisplayEvent.SizeAnswered.class).answer());
        display.obeySizes(false);
        assertTrue(session.askSize(50, 40));
        assertEquals(
                SizeAnswer.INVALID_LAYOUT,
                heard.next(DisplayEvent.SizeAnswered.class).answer());
        assertEquals(new Framebuffer.Size(100, 90), session.framebuffer().size());
        display.paint(99, 89, 1, 1, 0x0000ff);
        awaitLast(0x0000ff);
    }

    @Test
    void whatIsSentIsKept() throws Exception {
        session.press(PhysicalKey.ENTER);
        session.releaseAll();
        session.pointAt(3, 4, 1);
        session.offerClipboard("hallo");
        assertEquals(new Input.Key(true, Optional.of(PhysicalKey.ENTER), 0xff0d), input());
        assertEquals(new Input.Key(false, Optional.of(PhysicalKey.ENTER), 0xff0d), input());
        assertEquals(new Input.Pointer(3, 4, 1), input());
        assertEquals(new Input.Text("hallo"), input());
    }

    @Test
    void itTellsWhatAGuestTells() throws Exception {
        display.leds(false, true, false);
        assertEquals(new DisplayEvent.LedsChanged(false, true, false), heard.next(DisplayEvent.LedsChanged.class));
        display.relativePointer(true);
        assertEquals(
                PointerMode.RELATIVE,
                heard.next(DisplayEvent.PointerModeChanged.class).mode());
        display.bell();
        heard.next(DisplayEvent.Bell.class);
        display.cut("gr\u00fc\u00df");
        assertEquals(
                "gr\u00fc\u00df",
                heard.next(DisplayEvent.ClipboardReceived.class).text());
        display.cursor(2, 1, 1, 0, new int[] {0xff112233, 0});
        assertArrayEquals(
                new int[] {0xff112233, 0},
                heard.next(DisplayEvent.CursorChanged.class).cursor().pixels());
    }

    @Test
    void hangingUpEndsTheSession() throws Exception {
        assertEquals(1, display.sessions());
        display.hangUp();
        heard.end(DisplayProblem.DisplayGone.class);
    }
}
