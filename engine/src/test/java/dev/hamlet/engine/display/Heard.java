package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hamlet.engine.problem.DisplayProblem;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a session tells, and waits for what it shall tell. */
public final class Heard implements DisplayListener {
    static final int OPAQUE = 0xff00_0000;

    private static final int PATIENCE = 20;

    private final BlockingQueue<DisplayEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> frames = new LinkedBlockingQueue<>();

    @Override
    public void happened(DisplayEvent event) {
        events.add(event);
    }

    @Override
    public void painted() {
        frames.add(true);
    }

    /** The next event of this kind; others before it are passed over. */
    public <T extends DisplayEvent> T next(Class<T> kind) throws InterruptedException {
        List<DisplayEvent> others = new ArrayList<>();
        while (true) {
            DisplayEvent event = events.poll(PATIENCE, TimeUnit.SECONDS);
            if (event == null || (event instanceof DisplayEvent.Ended && kind != DisplayEvent.Ended.class)) {
                return fail("no " + kind.getSimpleName() + " came; instead " + others + " and " + event);
            }
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
            others.add(event);
        }
    }

    /** Waits until something has been painted since the last call. */
    public void awaitFrame() throws InterruptedException {
        if (frames.poll(PATIENCE, TimeUnit.SECONDS) == null) {
            fail("nothing was painted; instead " + events);
        }
    }

    /** Why the session ended; empty if it was closed. */
    public Optional<DisplayProblem> end() throws InterruptedException {
        return next(DisplayEvent.Ended.class).problem();
    }

    /** Why the session ended. */
    public <T extends DisplayProblem> T end(Class<T> kind) throws InterruptedException {
        return assertInstanceOf(kind, end().orElseThrow());
    }

    /** All that came and was not taken yet. */
    public List<DisplayEvent> all() {
        List<DisplayEvent> all = new ArrayList<>();
        events.drainTo(all);
        return all;
    }

    /** The whole picture as a new reader has it. */
    public static int[] picture(DisplaySession session) {
        Framebuffer.Size size = session.framebuffer().size();
        IntBuffer target = IntBuffer.allocate(size.width() * size.height());
        try (FrameReader reader = session.framebuffer().reader()) {
            reader.copy(target, size.width(), size.height());
        }
        return target.array();
    }
}
