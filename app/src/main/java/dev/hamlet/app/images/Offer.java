package dev.hamlet.app.images;

import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import org.jspecify.annotations.Nullable;

/** One image that can be had. */
sealed interface Offer {
    /** Tells it from all others. */
    String id();

    /** The name that the image has in the library. */
    String imageName();

    /** The system in its publisher's words. */
    String system();

    /** Its version, with its code name. */
    String version();

    /** The processor it is for, or empty where that is the one of this computer. */
    String architecture();

    /** What bringing it takes, or null where nobody knows. */
    @Nullable
    ByteSize size();

    /** The title of the job that brings it. */
    Phrase job();

    /** What a publisher offers. */
    record Entry(CatalogEntry entry) implements Offer {
        @Override
        public String id() {
            return entry.id();
        }

        @Override
        public String imageName() {
            return CatalogImages.imageName(entry);
        }

        @Override
        public String system() {
            return entry.name();
        }

        @Override
        public String version() {
            return entry.codename().isEmpty() ? entry.version() : entry.version() + " " + entry.codename();
        }

        @Override
        public String architecture() {
            return entry.architecture();
        }

        @Override
        public @Nullable ByteSize size() {
            return entry.size();
        }

        @Override
        public Phrase job() {
            return Phrase.of("job.image-pull", imageName());
        }
    }

    /** What is built on this computer. */
    record Built(Recipe recipe) implements Offer {
        @Override
        public String id() {
            return "recipe-" + recipe.id();
        }

        @Override
        public String imageName() {
            return recipe.imageName();
        }

        @Override
        public String system() {
            return recipe.imageName();
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public String architecture() {
            return "";
        }

        @Override
        public @Nullable ByteSize size() {
            return recipe.space();
        }

        @Override
        public Phrase job() {
            return Phrase.of("job.image-build", imageName());
        }
    }
}
