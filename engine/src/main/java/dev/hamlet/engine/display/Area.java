package dev.hamlet.engine.display;

/** A rectangle of pixels that grows and moves in place, so that following it allocates nothing. Used under a lock. */
final class Area {
    int x;
    int y;
    int width;
    int height;

    boolean isEmpty() {
        return width <= 0 || height <= 0;
    }

    void set(int left, int top, int wide, int high) {
        x = left;
        y = top;
        width = wide;
        height = high;
    }

    void set(Area other) {
        set(other.x, other.y, other.width, other.height);
    }

    void clear() {
        set(0, 0, 0, 0);
    }

    /** Becomes the smallest rectangle that holds both. */
    void add(Area other) {
        if (other.isEmpty()) {
            return;
        }
        if (isEmpty()) {
            set(other);
            return;
        }
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        set(
                left,
                top,
                Math.max(x + width, other.x + other.width) - left,
                Math.max(y + height, other.y + other.height) - top);
    }

    /** Keeps what lies within a picture of this size. */
    void clip(int wide, int high) {
        width = Math.min(width, wide - x);
        height = Math.min(height, high - y);
        if (isEmpty()) {
            clear();
        }
    }
}
