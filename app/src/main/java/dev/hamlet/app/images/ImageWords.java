package dev.hamlet.app.images;

import dev.hamlet.app.fx.StateGlyph.Shape;
import dev.hamlet.app.fx.StateGlyph.Tone;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.inventory.ImageCheck;
import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.machine.FileUse;
import dev.hamlet.engine.machine.MachineState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** What is said of an image. Immutable. */
final class ImageWords {
    private final Messages words;

    ImageWords(Messages words) {
        this.words = words;
    }

    /**
     * A word with a sign before it.
     *
     * @param shape the sign's form, or null for none
     */
    record Sign(String text, @Nullable Shape shape, Tone tone) {
        static Sign plain(String text) {
            return new Sign(text, null, Tone.MUTED);
        }
    }

    /** What it is called: a machine's own disk by its machine too, since they all have one name. */
    String name(KnownImage image) {
        return image.place() == KnownImage.Place.MACHINE && !image.users().isEmpty()
                ? words.text(
                        "images.name.of-machine", image.name(), image.users().getFirst())
                : image.name();
    }

    Ikon icon(KnownImage image) {
        return switch (image.kind()) {
            case DISK -> Feather.HARD_DRIVE;
            case CD -> Feather.DISC;
            case KERNEL -> Feather.CPU;
            case UNKNOWN -> Feather.ALERT_TRIANGLE;
        };
    }

    String format(KnownImage image) {
        return switch (image.kind()) {
            case DISK -> image.format() == null ? "" : image.format().word();
            case CD, KERNEL, UNKNOWN ->
                words.text("images.kind." + image.kind().name().toLowerCase(Locale.ROOT));
        };
    }

    /** A size, or a dash where nobody knows it. */
    String size(long bytes) {
        return bytes < 0 ? "\u2014" : words.figures().size(bytes);
    }

    /** Who uses it, with the state of the machine that matters most. */
    Sign users(ImageRow row) {
        List<FileUse> direct = row.image().uses().stream()
                .filter(use -> use.role() != FileUse.Role.BASE)
                .toList();
        if (!direct.isEmpty()) {
            FileUse first = direct.stream()
                    .filter(use -> use.state().isLive())
                    .findFirst()
                    .orElse(direct.getFirst());
            List<String> names = direct.stream().map(FileUse::name).distinct().toList();
            return new Sign(String.join(", ", names), shape(first.state()), tone(first.state()));
        }
        int builders = row.builders().size();
        if (builders > 0) {
            return Sign.plain(builders == 1 ? words.text("images.base.one") : words.text("images.base.many", builders));
        }
        return Sign.plain(words.text("images.used.nothing"));
    }

    static Shape shape(MachineState state) {
        return switch (state) {
            case RUNNING -> Shape.TRIANGLE;
            case PAUSED -> Shape.BARS;
            case STARTING, STOPPING -> Shape.RING;
            case UNREADABLE -> Shape.WARNING;
            case STOPPED, DELETED -> Shape.SQUARE;
        };
    }

    static Tone tone(MachineState state) {
        return switch (state) {
            case RUNNING -> Tone.SUCCESS;
            case PAUSED -> Tone.WARNING;
            case STARTING, STOPPING -> Tone.ACCENT;
            case UNREADABLE -> Tone.DANGER;
            case STOPPED, DELETED -> Tone.MUTED;
        };
    }

    /** How it stands: what is wrong with it, whether it is in use, what the last look at its bytes found. */
    Sign state(KnownImage image, Instant now) {
        if (image.problem() != null) {
            return new Sign(ProblemWords.of(image.problem(), words).title(), Shape.WARNING, Tone.DANGER);
        }
        ImageCheck check = image.check();
        if (check != null) {
            switch (check.verdict()) {
                case DAMAGED -> {
                    return new Sign(words.text("images.state.damaged"), Shape.WARNING, Tone.DANGER);
                }
                case CHANGED -> {
                    return new Sign(words.text("images.state.changed"), Shape.WARNING, Tone.DANGER);
                }
                case VERIFIED, SOUND -> {
                    // Told below, unless the disk is in use.
                }
            }
        }
        boolean written =
                image.uses().stream().anyMatch(use -> use.state().isLive() && use.role() == FileUse.Role.DISK);
        if (written) {
            return Sign.plain(words.text("images.state.in-use"));
        } else if (check == null) {
            return Sign.plain(words.text(
                    image.digest() != null || image.kind() == KnownImage.Kind.DISK
                            ? "images.state.unchecked"
                            : "images.state.no-digest"));
        }
        return check.verdict() == ImageCheck.Verdict.VERIFIED
                ? new Sign(words.text("images.state.verified"), Shape.CHECK, Tone.SUCCESS)
                : Sign.plain(words.text("images.state.checked", day(check.at(), now)));
    }

    /** Such as {@code today} or {@code 3 May 2026}. */
    String day(Instant moment, Instant now) {
        LocalDate day = LocalDate.ofInstant(moment, ZoneId.systemDefault());
        return day.equals(LocalDate.ofInstant(now, ZoneId.systemDefault()))
                ? words.text("images.today")
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(words.locale())
                        .format(day);
    }

    /** The whole row as one sentence. */
    String sentence(ImageRow row, Instant now) {
        KnownImage image = row.image();
        return words.text(
                "images.row.accessible",
                name(image),
                format(image),
                size(image.actualBytes()),
                size(image.virtualBytes()),
                users(row).text(),
                state(image, now).text());
    }
}
