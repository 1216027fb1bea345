package dev.hamlet.app.wizard;

import java.nio.file.Path;

/**
 * A public key of the user's.
 *
 * @param file where it stands
 * @param text as in the file
 */
record SshKey(Path file, String text) {
    /** What its owner calls it: its comment, else the name of its file. */
    String name() {
        String[] parts = text.split("\\s+", 3);
        return parts.length == 3 ? parts[2] : String.valueOf(file.getFileName());
    }
}
