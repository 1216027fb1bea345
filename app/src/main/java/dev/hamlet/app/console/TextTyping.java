package dev.hamlet.app.console;

import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;

/** Writes a text in a guest, no faster than a slow console takes it. Ended by closing it. */
final class TextTyping implements AutoCloseable {
    /** A guest's keyboard holds 16 strokes; firmware and boot menus look at it 20 times a second. */
    private static final Duration PACE = Duration.ofMillis(20);

    private final Thread thread;

    private TextTyping(Thread thread) {
        this.thread = thread;
    }

    static TextTyping begin(DisplaySession session, Typing.Script script, TimeSource time) {
        return new TextTyping(Threads.virtual("console-typing", () -> {
            try {
                for (Typing.Stroke stroke : script.strokes()) {
                    if (stroke.shift()) {
                        session.press(PhysicalKey.SHIFT_LEFT);
                    }
                    session.press(stroke.key());
                    session.release(stroke.key());
                    if (stroke.shift()) {
                        session.release(PhysicalKey.SHIFT_LEFT);
                    }
                    time.sleep(PACE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
