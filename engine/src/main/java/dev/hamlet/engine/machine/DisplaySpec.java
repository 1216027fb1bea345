package dev.hamlet.engine.machine;

/**
 * The graphics card of a machine and the screen on it.
 *
 * @param card which card
 * @param width of the screen that the guest is told of (EDID), in pixels; 0 leaves it to the card
 * @param height the same of its height; 0 exactly where the width is
 */
public record DisplaySpec(Card card, int width, int height) {
    /** The card that the device profile has, with a screen of its own choice. */
    public static final DisplaySpec AUTOMATIC = new DisplaySpec(Card.AUTO, 0, 0);

    /** A graphics card. */
    public enum Card {
        /** As the device profile says. */
        AUTO,
        /** virtio: quick, for guests known to have the driver; others use it as a plain VGA. */
        VIRTIO,
        /** A plain VGA, which every guest knows. */
        VGA
    }

    /** Whether the guest is told of a screen of a certain size. */
    public boolean hasSize() {
        return width > 0;
    }

    /** The same with this card. */
    public DisplaySpec with(Card other) {
        return new DisplaySpec(other, width, height);
    }

    /** The same with a screen of this size. */
    public DisplaySpec sized(int wide, int high) {
        return new DisplaySpec(card, wide, high);
    }
}
