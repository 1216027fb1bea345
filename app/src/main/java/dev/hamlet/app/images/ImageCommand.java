package dev.hamlet.app.images;

import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.DiskFormat;
import java.util.Locale;
import java.util.Optional;

/** What can be done to an image of the library. */
enum ImageCommand {
    MAKE,
    GROW,
    COMPACT,
    VERIFY,
    REVEAL,
    DELETE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of its words. */
    String key() {
        return "images." + word();
    }

    /** Why it cannot be done to this image now; the engine, which knows what has happened since, asks once more. */
    Optional<Phrase> obstacle(ImageRow row) {
        KnownImage image = row.image();
        if (image.problem() != null && this != DELETE && this != REVEAL) {
            return because("broken", image.name());
        }
        return switch (this) {
            case REVEAL -> Optional.empty();
            case MAKE ->
                image.place() == KnownImage.Place.MACHINE
                        ? because("of-machine", String.join(", ", image.users()))
                        : image.isInUse() && image.kind() == KnownImage.Kind.DISK && !isLibrary(image)
                                ? running(image)
                                : Optional.empty();
            case VERIFY -> isWritten(image) ? running(image) : Optional.empty();
            case GROW, COMPACT -> changing(row);
            case DELETE -> deleting(row);
        };
    }

    private Optional<Phrase> changing(ImageRow row) {
        KnownImage image = row.image();
        if (image.kind() != KnownImage.Kind.DISK) {
            return because("no-disk", image.name());
        } else if (isLibrary(image)) {
            return because("sealed");
        } else if (image.isInUse()) {
            return running(image);
        } else if (!row.builders().isEmpty()) {
            return because("built-on", String.join(", ", row.builders()));
        }
        return this == COMPACT && image.format() == DiskFormat.VMDK ? because("vmdk") : Optional.empty();
    }

    private static Optional<Phrase> deleting(ImageRow row) {
        KnownImage image = row.image();
        if (!image.uses().isEmpty()) {
            return because("used", String.join(", ", image.users()));
        } else if (!row.builders().isEmpty()) {
            return because("built-on", String.join(", ", row.builders()));
        }
        return isLibrary(image) || image.place() == KnownImage.Place.DISKS
                ? Optional.empty()
                : because("not-ours", image.name());
    }

    private static boolean isLibrary(KnownImage image) {
        return image.place() == KnownImage.Place.LIBRARY;
    }

    /** Whether a guest may be writing to it now; bases and CDs are only read. */
    private static boolean isWritten(KnownImage image) {
        return image.uses().stream()
                .anyMatch(use -> use.state().isLive() && use.role() == dev.hamlet.engine.machine.FileUse.Role.DISK);
    }

    private static Optional<Phrase> running(KnownImage image) {
        String names = String.join(
                ", ",
                image.uses().stream()
                        .filter(use -> use.state().isLive())
                        .map(dev.hamlet.engine.machine.FileUse::name)
                        .distinct()
                        .toList());
        return because("running", names);
    }

    private static Optional<Phrase> because(String reason, Object... names) {
        return Optional.of(Phrase.of("images.obstacle." + reason, names));
    }
}
