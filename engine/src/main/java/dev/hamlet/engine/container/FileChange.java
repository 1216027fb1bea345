package dev.hamlet.engine.container;

/**
 * A file in which a container differs from its image.
 *
 * @param kind how
 * @param path absolute, as text; bytes that are none are shown as replacement characters
 */
public record FileChange(Kind kind, String path) {
    /** How a file differs. */
    public enum Kind {
        /** The image has none there. */
        ADDED,
        /** The image has another one there; of a folder, that itself or something in it. */
        CHANGED,
        /** Only the image has it. */
        DELETED
    }
}
