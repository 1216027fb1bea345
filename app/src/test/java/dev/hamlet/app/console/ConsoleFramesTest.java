package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.engine.job.TimeSource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest that paints for hours in its console. */
@Tag("window")
@Timeout(120)
class ConsoleFramesTest extends ConsoleFixture {
    private static final int WARM = 100;
    private static final int MEASURED = 300;
    private static final int ROUNDS = 5;

    /** A pulse of JavaFX alone takes about so much; a copy of the smallest picture here would take a thousand times that. */
    private static final long PER_FRAME = 4096;

    @Test
    void eachFrameIsShownAndMakesNoGarbageButThatOfAPulse() throws Exception {
        OpenWindow window = consoleOfGuest();
        ScreenPane pane = pane(window);
        long thread = Toolkit.get(() -> Thread.currentThread().threadId());
        paint(pane, WARM);
        // On a busy computer several pulses pass between two frames, each with its own: what a frame makes is in every
        // round.
        long each = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && each > PER_FRAME; i++) {
            long before = allocated(thread);
            paint(pane, MEASURED);
            each = Math.min(each, (allocated(thread) - before) / MEASURED);
        }
        System.getLogger(ConsoleFramesTest.class.getName())
                .log(System.Logger.Level.INFO, "{0} bytes are allocated for a frame on JavaFX''s thread", each);
        assertTrue(each <= PER_FRAME, each + " bytes are allocated for a frame");
    }

    private void paint(ScreenPane pane, int frames) throws InterruptedException {
        for (int i = 0; i < frames; i++) {
            long shown = pane.frames();
            display().paint(0, 0, 720, 400, i * 0x01_0203);
            assertTrue(
                    TimeSource.system()
                            .await(() -> pane.frames() > shown, Duration.ofSeconds(10), Duration.ofMillis(1)),
                    "a frame is not shown");
        }
    }

    private static long allocated(long thread) throws Exception {
        return (Long) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                        "getThreadAllocatedBytes",
                        new Object[] {thread},
                        new String[] {"long"});
    }
}
