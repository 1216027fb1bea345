package dev.hamlet.engine.container;

import dev.hamlet.engine.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What an image made of a container is to be.
 *
 * @param name empty for an image without one
 * @param author who made it, or empty
 * @param message what else is said of the step, or empty
 * @param changes instructions as in a Dockerfile, such as {@code CMD ["serve"]}, over what the container was run with
 * @param paused whether a container that runs is stopped meanwhile, so that its files stay as they are
 */
public record CommitWish(
        Optional<ImageReference> name, String author, String message, List<String> changes, boolean paused) {
    /** Copies the list. */
    public CommitWish {
        changes = List.copyOf(changes);
    }

    /** As the container is, under this name. */
    public static CommitWish of(ImageReference name) {
        return new CommitWish(Optional.of(name), "", "", List.of(), true);
    }
}
