package dev.hamlet.app.images.containers;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;

/** What is said of an image for containers. Immutable. */
final class StoredImageWords {
    private final Messages words;

    StoredImageWords(Messages words) {
        this.words = words;
    }

    /** All its names, or that it has none. */
    String names(StoredImage row) {
        List<ImageReference> names = row.image().references();
        return names.isEmpty()
                ? words.text("stored.unnamed")
                : String.join(", ", names.stream().map(ImageReference::familiar).toList());
    }

    static String id(StoredImage row) {
        return row.image().id().shortened();
    }

    static String platform(StoredImage row) {
        return row.image().config().platform().toString();
    }

    /** All that it takes on the disk. */
    String size(StoredImage row) {
        return words.figures().size(row.usage().all());
    }

    /** What goes with it. */
    String own(StoredImage row) {
        return words.figures().size(row.usage().own());
    }

    String users(StoredImage row) {
        return row.users().isEmpty() ? words.text("images.used.nothing") : String.join(", ", row.users());
    }

    /** When it was made; a dash where it does not say. */
    String created(StoredImage row) {
        return created(row.image()).equals(Instant.MIN) ? "\u2014" : day(created(row.image()));
    }

    static Instant created(Image image) {
        return image.config().created().orElse(Instant.MIN);
    }

    String day(Instant moment) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(words.locale())
                .format(LocalDate.ofInstant(moment, ZoneId.systemDefault()));
    }

    /** The whole row as one sentence. */
    String sentence(StoredImage row) {
        return words.text(
                "stored.row.accessible",
                names(row),
                id(row),
                platform(row),
                size(row),
                own(row),
                created(row),
                users(row));
    }
}
