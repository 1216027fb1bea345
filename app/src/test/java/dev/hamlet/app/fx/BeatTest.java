package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeatTest {
    private final SynchronousQueue<Duration> sleeps = new SynchronousQueue<>();
    private final BlockingQueue<Runnable> fx = new LinkedBlockingQueue<>();
    private final List<String> done = new ArrayList<>();
    private final Beat beat = new Beat(new HandTime(), fx::add, () -> done.add("each"));

    /** Whoever sleeps does so until the test takes the sleep away. */
    private final class HandTime implements TimeSource {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            sleeps.put(time);
        }
    }

    /** Runs what the next second brings. */
    private void second() throws InterruptedException {
        fx.take().run();
        assertEquals(Duration.ofSeconds(1), sleeps.take());
    }

    @AfterEach
    void close() {
        beat.close();
    }

    @Test
    void allThatCameIsRunTogetherWithTheNextBeat() throws Exception {
        second();
        beat.execute(() -> done.add("a"));
        beat.execute(() -> done.add("b"));
        assertEquals(List.of("each"), done);
        second();
        second();
        assertEquals(List.of("each", "each", "a", "b", "each"), done);
    }

    @Test
    void aWindowThatIsSeenInPassingIsDrawnLessOften() throws Exception {
        beat.regard(Beat.Regard.PASSING);
        beat.execute(() -> done.add("a"));
        for (int i = 0; i < 4; i++) {
            second();
        }
        assertEquals(List.of("each", "each", "each", "each"), done);
        second();
        assertEquals(List.of("each", "each", "each", "each", "each", "a"), done);
    }

    @Test
    void aWindowThatNobodyTouchesForAMinuteIsDrawnLessOftenUntilSomebodyDoes() throws Exception {
        for (int i = 0; i < 60; i++) {
            second();
        }
        done.clear();
        beat.execute(() -> done.add("a"));
        second();
        assertEquals(List.of("each"), done);
        beat.touch();
        assertEquals(List.of("each", "a"), done);
        beat.execute(() -> done.add("b"));
        second();
        assertEquals("b", done.getLast());
    }

    @Test
    void aWindowThatIsPutAwayIsNotDrawnAndAtOnceWhenItIsBack() throws Exception {
        beat.regard(Beat.Regard.NONE);
        beat.execute(() -> done.add("a"));
        for (int i = 0; i < 5; i++) {
            second();
        }
        assertEquals(5, done.size());
        beat.regard(Beat.Regard.CLOSE);
        assertEquals("a", done.getLast());
    }
}
