package dev.hamlet.engine.display;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a display: {@code 0xAARRGGBB}, alpha always 255. The session's reader writes them under a short lock;
 * any number of {@link FrameReader}s copy what has changed since they last looked. What an update paints is shown as a
 * whole, at the update's end, and stays until it has been seen. A new size takes effect at once and for all. Safe for use by many threads.
 */
public final class Framebuffer {
    /** No display is wider or higher, in pixels. */
    public static final int LONGEST_SIDE = 16_384;

    /**
     * Nor has it more pixels, which take 64 MiB: enough for 5120x2880, while QEMU's server cuts off what is wider than 5120
     * or higher than 2160 (its ui/vnc.h).
     */
    public static final int MOST_PIXELS = 1 << 24;

    static final int OPAQUE = 0xff00_0000;

    /** Of so many pixels one is compared with what was there before. */
    private static final int SAMPLE_EVERY = 256;

    /** A window looks sixty times a second as long as it is not held up, in milliseconds. */
    private static final int LONGEST_LOOK = 100;

    private static final int STEP = 10;

    private final Object lock = new Object();
    private final Area pending = new Area();
    private final Area painted = new Area();
    private final int[] samples = new int[RfbInput.MOST_PIXELS / SAMPLE_EVERY + 1];
    private long painting;
    private int sampled;
    private int changed;
    private int[] pixels = new int[0];

    /** What readers see while {@link #keeping}. */
    private int[] kept = new int[0];

    /** What has not been seen is to be kept as soon as somebody paints. */
    private boolean keepable;

    private boolean keeping;
    private int width;
    private int height;
    private int sizes;
    private FrameReader[] readers = new FrameReader[0];
    private @Nullable Runnable waiting;

    Framebuffer() {}

    /**
     * A size in pixels.
     *
     * @param width 0 exactly where the height is: there is no picture yet
     * @param height see width
     */
    public record Size(int width, int height) {}

    /** How large the display is now. */
    public Size size() {
        synchronized (lock) {
            return new Size(width, height);
        }
    }

    /** A new reader, to which all is new. Close it when it is no longer asked. */
    public FrameReader reader() {
        synchronized (lock) {
            FrameReader reader = new FrameReader(this);
            reader.spoil(width, height);
            readers = Arrays.copyOf(readers, readers.length + 1);
            readers[readers.length - 1] = reader;
            return reader;
        }
    }

    /** A small picture of it, as large as fits; empty while there is none. Asks the display for no more. */
    public Optional<Thumbnail> thumbnail(int mostWide, int mostHigh) {
        synchronized (lock) {
            return width == 0
                    ? Optional.empty()
                    : Optional.of(Thumbnail.of(shown(), width, height, mostWide, mostHigh));
        }
    }

    void remove(FrameReader reader) {
        synchronized (lock) {
            readers = Arrays.stream(readers).filter(one -> one != reader).toArray(FrameReader[]::new);
            if (readers.length == 0) {
                kept = new int[0];
                keeping = false;
            }
        }
        taken();
    }

    /**
     * Runs this once somebody has looked at all that was shown so far, at once if so; or if nobody looks at all. Of several
     * that wait the last stays.
     *
     * @param next runs on this thread or on that of a reader, under no lock
     */
    void whenSeen(Runnable next) {
        synchronized (lock) {
            waiting = next;
        }
        taken();
    }

    /** A reader has looked, or there is one less. */
    void taken() {
        Runnable next = null;
        synchronized (lock) {
            if (isSeen()) {
                next = waiting;
                waiting = null;
                lock.notifyAll();
            }
        }
        if (next != null) {
            next.run();
        }
    }

    /** What is shown and has not been seen yet stays to be seen until the next update is shown, while that is painted. */
    void keepUnseen() {
        synchronized (lock) {
            keepable = true;
        }
    }

    /** An update that paints nothing, such as a pointer's shape, copies nothing. */
    private void aboutToPaint() {
        if (keepable && !isSeen()) {
            if (kept.length != pixels.length) {
                kept = new int[pixels.length];
            }
            System.arraycopy(pixels, 0, kept, 0, pixels.length);
            keeping = true;
        }
        keepable = false;
    }

    /** Waits until somebody has looked at all that is shown, or nobody looks at all; no longer than one may look seldom. */
    private void awaitSeen() {
        try {
            for (int waited = 0; !isSeen() && waited < LONGEST_LOOK; waited += STEP) {
                lock.wait(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks for all of it, or for what has changed of all. */
    void ask(RfbOutput output, boolean incremental) {
        synchronized (lock) {
            output.update(incremental, width, height);
        }
    }

    private boolean isSeen() {
        for (FrameReader reader : readers) {
            if (reader.hasSeenAll()) {
                return true;
            }
        }
        return readers.length == 0;
    }

    Object lock() {
        return lock;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** How many sizes it has had so far. */
    int sizes() {
        return sizes;
    }

    /** What is to be seen now. */
    int[] shown() {
        return keeping ? kept : pixels;
    }

    /** Takes a new size and keeps of the picture what fits. */
    void resize(int wide, int high) throws RfbViolation {
        if (wide < 1 || high < 1 || wide > LONGEST_SIDE || high > LONGEST_SIDE || wide * high > MOST_PIXELS) {
            throw new RfbViolation("a display of " + wide + " by " + high);
        }
        int[] fresh = new int[wide * high];
        Arrays.fill(fresh, OPAQUE);
        synchronized (lock) {
            int common = Math.min(wide, width);
            for (int row = 0; row < Math.min(high, height); row++) {
                System.arraycopy(pixels, row * width, fresh, row * wide, common);
            }
            pixels = fresh;
            kept = new int[0];
            keeping = false;
            width = wide;
            height = high;
            sizes++;
            pending.clear();
            for (FrameReader reader : readers) {
                reader.spoil(wide, high);
            }
        }
    }

    /**
     * Shows what has been painted since the last call, after what was shown then has been seen: of two updates that come
     * together both are seen. Answers whether there is any.
     */
    boolean publish() {
        synchronized (lock) {
            keepable = false;
            if (keeping && !pending.isEmpty()) {
                awaitSeen();
            }
            keeping = false;
            if (pending.isEmpty()) {
                return false;
            }
            for (FrameReader reader : readers) {
                reader.add(pending);
            }
            pending.clear();
            return true;
        }
    }

    private void touch(int x, int y, int wide, int high) {
        painted.set(x, y, wide, high);
        painted.clip(width, height);
        pending.add(painted);
    }

    /**
     * Paints pixels that are in the input already: those of the rectangle from the {@code done}th on, row by row. What
     * lies beyond the picture is passed over: the server may speak of a size that it has not told yet, or told away.
     */
    void paint(RfbInput in, Area where, int done, int count) {
        synchronized (lock) {
            aboutToPaint();
            int left = count;
            int at = done;
            while (left > 0) {
                int row = where.y + at / where.width;
                int column = where.x + at % where.width;
                // Rows as wide as the picture lie one behind the other.
                boolean whole = where.width == width && column == 0 && row < height;
                int now =
                        whole ? Math.min(left, (height - row) * width) : Math.min(left, where.x + where.width - column);
                int seen = row < height ? Math.clamp(whole ? now : width - column, 0, now) : 0;
                int to = row * width + column;
                if (seen > 0) {
                    take(in, to, seen);
                }
                in.dropPixels(now - seen);
                at += now;
                left -= now;
            }
            touch(where.x, where.y, where.width, where.height);
        }
    }

    private void take(RfbInput in, int to, int count) {
        for (int i = 0; i < count; i += SAMPLE_EVERY) {
            samples[i / SAMPLE_EVERY] = pixels[to + i];
        }
        in.takePixels(pixels, to, count);
        for (int i = to; i < to + count; i++) {
            pixels[i] |= OPAQUE;
        }
        for (int i = 0; i < count; i += SAMPLE_EVERY) {
            changed += samples[i / SAMPLE_EVERY] == pixels[to + i] ? 0 : 1;
            sampled++;
        }
        painting += count;
    }

    /**
     * Whether the greater part of the picture became another through raw pixels since the last call, as in a film that
     * fills the screen. Called by the reading thread.
     */
    boolean takeGreatChange() {
        boolean great = 2 * painting > pixels.length && 2 * changed > sampled;
        painting = 0;
        changed = 0;
        sampled = 0;
        return great;
    }

    /** Paints a tile of opaque pixels, row by row. */
    void paint(int x, int y, int wide, int high, int[] tile) {
        synchronized (lock) {
            aboutToPaint();
            int seen = Math.min(wide, width - x);
            if (seen > 0) {
                for (int row = 0; row < Math.min(high, height - y); row++) {
                    System.arraycopy(tile, row * wide, pixels, (y + row) * width + x, seen);
                }
            }
            touch(x, y, wide, high);
        }
    }

    /** Copies a part of the picture to another place of it; both may overlap. */
    void copy(int fromX, int fromY, Area to) {
        synchronized (lock) {
            aboutToPaint();
            int wide = Math.min(to.width, width - Math.max(fromX, to.x));
            int high = Math.min(to.height, height - Math.max(fromY, to.y));
            if (wide > 0 && high > 0) {
                boolean down = fromY >= to.y;
                for (int i = 0; i < high; i++) {
                    int row = down ? i : high - 1 - i;
                    System.arraycopy(pixels, (fromY + row) * width + fromX, pixels, (to.y + row) * width + to.x, wide);
                }
                touch(to.x, to.y, wide, high);
            }
        }
    }
}
