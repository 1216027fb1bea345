package dev.hamlet.engine.display;

import java.io.IOException;

/** The server sent what the protocol does not allow; the message says where, for the log and for a person's report. */
final class RfbViolation extends IOException {
    private static final long serialVersionUID = 1L;

    RfbViolation(String where) {
        super(where);
    }
}
