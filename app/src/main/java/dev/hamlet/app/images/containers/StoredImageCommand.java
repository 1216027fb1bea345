package dev.hamlet.app.images.containers;

import dev.hamlet.engine.job.Phrase;
import java.util.Locale;
import java.util.Optional;

/** What can be done to an image for containers. */
enum StoredImageCommand {
    RUN,
    PUSH,
    TAG,
    EXPORT,
    REMOVE;

    /** Of its words. */
    String key() {
        return "stored." + name().toLowerCase(Locale.ROOT);
    }

    /** Why it cannot be done to this image now; the engine, which knows what has happened since, asks once more. */
    Optional<Phrase> obstacle(StoredImage image) {
        return this == REMOVE && !image.users().isEmpty()
                ? Optional.of(Phrase.of("stored.obstacle.used", String.join(", ", image.users())))
                : Optional.empty();
    }
}
