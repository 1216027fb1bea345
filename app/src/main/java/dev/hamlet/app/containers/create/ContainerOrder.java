package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerWish;
import java.util.Optional;

/**
 * A container to be made.
 *
 * @param image what of
 * @param name what it is to be called; empty for one after its image
 * @param wish what is said of it
 * @param start whether it is started at once; one that is made anew runs as it did
 * @param before the container that is made anew; empty for a new one
 */
public record ContainerOrder(
        ImageWay image, String name, ContainerWish wish, boolean start, Optional<ContainerSpec> before) {
    /** What it is called in words until it has a name. */
    String shownName() {
        return name.isEmpty() ? image.name() : name;
    }
}
