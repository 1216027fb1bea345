package dev.hamlet.engine.usage;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The history of one guest or container while it grows, written down now and then. Used by one thread but for
 * {@link #history}.
 */
final class KeptUsage {
    private static final Duration SAVE_EVERY = Duration.ofMinutes(1);

    private final String id;
    private final UsageFile file;
    private final TimeSource time;
    private final UsageClock clock;
    private final UsageRings rings;
    private long saved;
    private boolean unsaved;
    private @Nullable Thread saving;

    /**
     * Goes on from what the file has.
     *
     * @param id whose it is
     */
    KeptUsage(String id, UsageFile file, TimeSource time, UsageClock clock) {
        this.id = id;
        this.file = file;
        this.time = time;
        this.clock = clock;
        this.rings = new UsageRings(file.load(clock.now()));
        // Those that are found together are not all saved together.
        this.saved = time.nanos() - Math.floorMod(id.hashCode(), SAVE_EVERY.toMillis()) * 1_000_000L;
    }

    /** Notes what was used in the last so many nanoseconds. */
    void add(long step, Usage usage) {
        long to = clock.millis();
        rings.add(to - Math.max(1, step / 1_000_000), to, usage);
        unsaved = true;
    }

    UsageHistory history() {
        return rings.history();
    }

    /** Writes it down if it is time to, on another thread: a disk may be slow. */
    void saveIfDue() {
        if (unsaved && time.nanos() - saved >= SAVE_EVERY.toNanos()) {
            saved = time.nanos();
            unsaved = false;
            UsageHistory history = rings.history();
            saving = Threads.virtual("usage-save-" + id, () -> file.save(history));
        }
    }

    /** Writes it down, if this is to; nothing is under way any more when this answers. */
    void end(boolean save) {
        awaitSaving();
        if (save && unsaved) {
            unsaved = false;
            file.save(rings.history());
        }
    }

    /** An older history must not take the place of the last one, nor be under way when all is said to be written. */
    private void awaitSaving() {
        Thread now = saving;
        saving = null;
        try {
            if (now != null) {
                now.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
