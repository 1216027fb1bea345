package dev.hamlet.app.details;

import java.nio.file.Path;
import java.util.Optional;

/** Text that can be read again and again as it grows. Safe for use by many threads. */
interface LogSource {
    /** What stands at its end now; the same object as before where nothing was written since. */
    LogText read() throws InterruptedException;

    /** The file that people can find it in; empty where that is no plain text. */
    Optional<Path> file();
}
