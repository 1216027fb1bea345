package dev.hamlet.app.images;

import dev.hamlet.engine.inventory.KnownImage;
import java.nio.file.Path;
import java.util.List;

/**
 * A row of the library: an image, and who builds on it.
 *
 * @param image what it is
 * @param builders the names of the images, or of the machines, that build directly on it
 */
record ImageRow(KnownImage image, List<String> builders) {
    ImageRow {
        builders = List.copyOf(builders);
    }

    /** Which image, for as long as it is there. */
    Path key() {
        return image.file();
    }

    /** Whether nothing at all needs it. */
    boolean isUnused() {
        return image.uses().isEmpty() && builders.isEmpty();
    }
}
