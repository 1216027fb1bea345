package dev.hamlet.engine.display;

import java.io.IOException;

/**
 * How one kind of rectangle within an update is read. Pseudo-encodings are such kinds too: their rectangles carry
 * something else than pixels. Used by the reading thread alone.
 */
interface Encoding {
    /** Its number on the wire (RFC 6143, 7.7 and 7.8; rfbproto, "Encodings"). */
    int number();

    /**
     * Reads what follows the rectangle's header.
     *
     * @param where the header's rectangle, each component from 0 to 65535, whatever it means here; may be changed
     * @throws RfbViolation if the bytes are none of this encoding
     */
    void read(RfbInput in, Area where) throws IOException;

    /** Lets go of what it holds outside the heap. */
    default void end() {}
}
