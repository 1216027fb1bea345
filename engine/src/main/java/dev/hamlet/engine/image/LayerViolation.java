package dev.hamlet.engine.image;

import java.io.IOException;

/** An archive wants what no layer may; the message says what, in English. */
public final class LayerViolation extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public LayerViolation(String what) {
        super(what);
    }
}
