package dev.hamlet.engine.transfer;

import java.nio.file.Path;

/** Is told how a file grows on its way; called by the thread of the transfer, and must not block. */
public interface Growing {
    /** Nobody looks. */
    Growing UNSEEN = new Growing() {
        @Override
        public void grownTo(Path part, long length) {}

        @Override
        public void startedOver() {}
    };

    /** The first {@code length} bytes are in this file. */
    void grownTo(Path part, long length);

    /** What was there is gone; it begins again. */
    void startedOver();
}
