package dev.hamlet.engine.inventory;

import java.time.Instant;

/**
 * What a look at all bytes of an image came to.
 *
 * @param at when
 * @param verdict what was found
 * @param fileBytes how long the file was
 * @param changed when its bytes had last changed: a check of other bytes says nothing
 */
public record ImageCheck(Instant at, Verdict verdict, long fileBytes, Instant changed) {
    /** What was found. */
    public enum Verdict {
        /** The bytes come to the digest that the image came with. */
        VERIFIED,
        /** The structure is sound; no digest is known. */
        SOUND,
        /** The structure has errors. */
        DAMAGED,
        /** The bytes are not those that the image came with. */
        CHANGED
    }
}
