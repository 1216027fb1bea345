package dev.hamlet.engine.container.files;

import dev.hamlet.engine.job.Progress;
import java.io.IOException;

/** Work was cancelled in the midst of a file: carries that through code which reads and writes and knows of no jobs. */
final class Interruption extends IOException {
    private static final long serialVersionUID = 1L;

    private Interruption(InterruptedException cause) {
        super(cause);
    }

    /** Ends what is read or written if the work was cancelled. */
    static void check(Progress progress) throws Interruption {
        try {
            progress.check();
        } catch (InterruptedException e) {
            throw new Interruption(e);
        }
    }

    /** What it stands for. */
    InterruptedException interruption() {
        InterruptedException cancelled = new InterruptedException();
        cancelled.initCause(this);
        return cancelled;
    }
}
