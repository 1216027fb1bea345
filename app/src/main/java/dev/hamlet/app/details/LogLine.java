package dev.hamlet.app.details;

import java.time.Instant;

/**
 * A line that a container wrote.
 *
 * @param time when it was begun
 */
record LogLine(Instant time, ColouredText words) {
    /** As people read it, without colours and movements. */
    String text() {
        return words.text();
    }
}
