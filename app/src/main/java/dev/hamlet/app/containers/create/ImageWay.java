package dev.hamlet.app.containers.create;

import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;

/** How a container comes to its image. */
public sealed interface ImageWay {
    /** What the image is called meanwhile. */
    String name();

    /** It is on this computer. */
    record Here(Image image) implements ImageWay {
        @Override
        public String name() {
            return image.shownName();
        }
    }

    /** It is built on this computer first. */
    record Build(ContainerRecipe recipe) implements ImageWay {
        @Override
        public String name() {
            return recipe.name().familiar();
        }
    }

    /** It is brought from its registry first. */
    record Pull(ImageReference reference) implements ImageWay {
        @Override
        public String name() {
            return reference.familiar();
        }
    }
}
