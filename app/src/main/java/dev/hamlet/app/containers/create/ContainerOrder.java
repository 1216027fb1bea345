package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.ContainerWish;

/**
 * A container to be made.
 *
 * @param image what of
 * @param name what it is to be called; empty for one after its image
 * @param wish what is said of it
 * @param start whether it is started at once
 */
public record ContainerOrder(ImageWay image, String name, ContainerWish wish, boolean start) {
    /** What it is called in words until it has a name. */
    String shownName() {
        return name.isEmpty() ? image.name() : name;
    }
}
