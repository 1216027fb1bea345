package dev.hamlet.engine.display;

import java.nio.IntBuffer;

/**
 * Brings the pixels that have changed since the last time into a buffer of its owner's, in one copy. The display is asked for
 * more only when somebody has looked: whoever looks once a second is sent little more than one picture a second. Used by one
 * thread, such as the window's; allocates nothing.
 */
public final class FrameReader implements AutoCloseable {
    private final Framebuffer framebuffer;
    private final Area dirty = new Area();
    private final Area copied = new Area();

    FrameReader(Framebuffer framebuffer) {
        this.framebuffer = framebuffer;
    }

    /** What a copy did. */
    public enum Outcome {
        /** Nothing has changed. */
        UNCHANGED,
        /** The changed rectangle is in the buffer: {@link #x}, {@link #y}, {@link #width}, {@link #height}. */
        COPIED,
        /** The display has another size: bring a buffer of that size, for the whole picture. */
        RESIZED
    }

    /**
     * Copies the rectangle that holds all changes.
     *
     * @param target pixels in rows of {@code width}, as {@link Framebuffer} has them; its position does not count
     * @param width the size that the target was made for
     * @param height the same of its height
     */
    public Outcome copy(IntBuffer target, int width, int height) {
        Outcome outcome = bring(target, width, height);
        if (outcome == Outcome.COPIED) {
            framebuffer.taken();
        }
        return outcome;
    }

    private Outcome bring(IntBuffer target, int width, int height) {
        synchronized (framebuffer.lock()) {
            if (width != framebuffer.width() || height != framebuffer.height()) {
                spoil(framebuffer.width(), framebuffer.height());
                return Outcome.RESIZED;
            }
            if (dirty.isEmpty()) {
                return Outcome.UNCHANGED;
            }
            int[] pixels = framebuffer.shown();
            if (dirty.width == width) {
                target.put(dirty.y * width, pixels, dirty.y * width, dirty.height * width);
            } else {
                for (int row = dirty.y; row < dirty.y + dirty.height; row++) {
                    int at = row * width + dirty.x;
                    target.put(at, pixels, at, dirty.width);
                }
            }
            copied.set(dirty);
            dirty.clear();
            return Outcome.COPIED;
        }
    }

    /** Left edge of what was copied last. */
    public int x() {
        return copied.x;
    }

    /** Its upper edge. */
    public int y() {
        return copied.y;
    }

    /** Its width. */
    public int width() {
        return copied.width;
    }

    /** Its height. */
    public int height() {
        return copied.height;
    }

    /** Under the framebuffer's lock. */
    void add(Area changed) {
        dirty.add(changed);
    }

    /** Whether nothing has changed since it looked. Under the framebuffer's lock. */
    boolean hasSeenAll() {
        return dirty.isEmpty();
    }

    /** All is new. Under the framebuffer's lock. */
    void spoil(int wide, int high) {
        dirty.set(0, 0, wide, high);
    }

    /** Changes are no longer kept for it. */
    @Override
    public void close() {
        framebuffer.remove(this);
    }
}
