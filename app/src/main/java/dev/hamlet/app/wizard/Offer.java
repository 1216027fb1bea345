package dev.hamlet.app.wizard;

import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.host.ByteSize;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A system that a machine can be made of.
 *
 * @param name of the image, in the library or once it is there
 * @param note what tells it from others of its name, or empty
 * @param kind what the image is
 * @param way how it is had
 * @param system id of the guest's system, or empty
 * @param user whom its first-boot settings set up by themselves, or empty
 * @param needs of a machine made of it
 */
record Offer(String name, String note, Kind kind, Way way, String system, String user, Needs needs) {
    /** What an image is. */
    enum Kind {
        /** A disk that takes first-boot settings. */
        CLOUD,
        /** A disk. */
        DISK,
        /** A CD. */
        CD,
        /** A kernel with its initial file system. */
        KERNEL
    }

    /** How an image is had. */
    sealed interface Way {
        /** It is in the library. */
        record Here(String image) implements Way {}

        /** It is fetched from its publisher. */
        record Fetch(CatalogEntry entry) implements Way {
            @Nullable
            ByteSize size() {
                return entry.size();
            }

            String site() {
                return String.valueOf(entry.sources().getFirst().url().getHost());
            }
        }

        /** It is built on this computer. */
        record Build(Recipe recipe) implements Way {}
    }

    /** Whether it takes a user, a password and keys. */
    boolean takesSeed() {
        return kind == Kind.CLOUD;
    }

    /** Whether the words of a search are all in it. */
    boolean fits(String search) {
        String all = (name + " " + note + " " + system).toLowerCase(Locale.ROOT);
        for (String word : search.strip().toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            if (!all.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
