package dev.hamlet.app.images.containers;

import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageUsage;
import java.util.List;

/**
 * An image for containers that is on this computer, as it was seen by one look.
 *
 * @param image what it is
 * @param usage what it takes on the disk
 * @param users names of the containers that were made from it
 */
public record StoredImage(Image image, ImageUsage usage, List<String> users) {
    /** Copies the list. */
    public StoredImage {
        users = List.copyOf(users);
    }

    /** By which it is found again after another look: one name may lead to an image for each of several platforms. */
    String key() {
        return image.digest() + " " + image.manifestDigest();
    }

    /** What the engine finds it by, whatever its names lead to by then. */
    String id() {
        return image.digest().toString();
    }
}
