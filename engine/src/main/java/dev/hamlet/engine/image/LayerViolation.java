package dev.hamlet.engine.image;

import java.io.IOException;

/** An archive wants what no layer may; the message says what, in English. */
final class LayerViolation extends IOException {
    private static final long serialVersionUID = 1L;

    LayerViolation(String what) {
        super(what);
    }
}
