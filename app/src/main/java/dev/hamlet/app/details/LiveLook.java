package dev.hamlet.app.details;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one thing again and again, on another thread, for as long as somebody sees what comes of it: one look at a time,
 * a pause after each, and nothing at all while it is hidden. A look that hangs holds up nobody, and what it comes to once
 * another thing is looked at is forgotten. Belongs to the JavaFX thread, or to the one thread of its executor.
 *
 * @param <S> what is looked at
 * @param <T> what comes of it
 */
final class LiveLook<S, T> implements AutoCloseable {
    /** One look; may block. */
    @FunctionalInterface
    interface Look<S, T> {
        /** What is seen of it now. Interrupted when nobody wants to know any more. */
        T at(S subject) throws InterruptedException;
    }

    /** What a look came to, and of which beginning it was. */
    private record Seen<T>(long beginning, T value) {}

    private static final String LATEST = "latest";

    private final String name;
    private final TimeSource time;
    private final Function<S, Duration> pause;
    private final Look<S, T> look;
    private final FxRelay<String, Seen<T>> relay;
    private @Nullable S subject;
    private boolean seen;
    private long beginning;

    /** Whether somebody waits to see the thing at all. */
    private volatile boolean first = true;

    private Threads.@Nullable Repeating running;

    /**
     * Looks at nothing yet.
     *
     * @param name of its threads
     * @param pause from the end of a look at this to the next one; asked after each, on any thread
     * @param fx runs {@code shown} after the first look at something
     * @param later runs it after the others
     * @param shown is given what comes of each look
     */
    LiveLook(
            String name,
            TimeSource time,
            Function<S, Duration> pause,
            Executor fx,
            Executor later,
            Look<S, T> look,
            Consumer<T> shown) {
        this.name = name;
        this.time = time;
        this.pause = pause;
        this.look = look;
        this.relay = new FxRelay<>(
                work -> (first ? fx : later).execute(work),
                news -> news.values().forEach(last -> {
                    if (last.beginning() == beginning && running != null) {
                        first = false;
                        shown.accept(last.value());
                    }
                }));
    }

    /** From now on this is looked at; null for nothing. Begins anew where it is another thing than before. */
    void at(@Nullable S next) {
        if (!Objects.equals(next, subject)) {
            subject = next;
            again();
        }
    }

    /** Whether somebody can see what comes of it. */
    void seen(boolean now) {
        if (now != seen) {
            seen = now;
            again();
        }
    }

    /** Looks now, and not only after the pause. */
    void again() {
        rest();
        S next = subject;
        if (seen && next != null) {
            long mine = ++beginning;
            first = true;
            running = Threads.repeat(name, time, () -> pause.apply(next), () -> lookOnce(next, mine));
        }
    }

    private void lookOnce(S at, long mine) {
        try {
            relay.put(LATEST, new Seen<>(mine, look.at(at)));
        } catch (InterruptedException e) {
            // The repeating ends with it.
            Thread.currentThread().interrupt();
        }
    }

    private void rest() {
        Threads.Repeating now = running;
        running = null;
        if (now != null) {
            now.close();
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        subject = null;
        rest();
    }
}
