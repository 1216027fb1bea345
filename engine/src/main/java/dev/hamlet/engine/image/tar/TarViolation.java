package dev.hamlet.engine.image.tar;

import java.io.IOException;

/** The bytes are no tar archive, a damaged one, or one beyond the limits; the message says where and what, in English. */
public final class TarViolation extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public TarViolation(String what) {
        super(what);
    }
}
