package dev.hamlet.app.words;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures as people of one language read them. Immutable. */
public final class Figures {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private static final Pattern SIZE = Pattern.compile("([^A-Za-z]+?)\\s*([A-Za-z]*)");

    private final Locale locale;

    /** Copied for each number: it is not for many threads, and looking it up takes longer than all the rest. */
    private final NumberFormat plain;

    Figures(Locale locale) {
        this.locale = locale;
        plain = NumberFormat.getNumberInstance(locale);
        plain.setGroupingUsed(false);
    }

    private NumberFormat plain() {
        return (NumberFormat) plain.clone();
    }

    /** Such as {@code 2.6 GiB}: units of 1024, one decimal where it is not a whole number of them. */
    public String size(ByteSize size) {
        return size(size.bytes());
    }

    /** Such as {@code 2.6 GiB}; negative amounts keep their sign. */
    public String size(long bytes) {
        return size(bytes, 1024, count -> 1);
    }

    /** For where there is little room, such as {@code 2.6 GiB}, {@code 312 MiB}: no decimal from 100 on. */
    public String briefSize(long bytes) {
        return size(bytes, 1024, count -> Math.abs(count) < 99.95 ? 1 : 0);
    }

    /** For where there is little room, such as {@code 4.2 MiB/s}, {@code 644 KiB/s}: never more than three digits. */
    public String briefRate(long bytesPerSecond) {
        return size(bytesPerSecond, 1000, count -> count < 9.95 ? 1 : 0) + "/s";
    }

    /** Such as 2.6 GiB, with so many decimals of a count; from this limit on it is one of the next unit. */
    private String size(long bytes, int limit, DoubleToIntFunction decimals) {
        int unit = 0;
        double count = bytes;
        while (Math.abs(count) >= limit && unit < UNITS.length - 1) {
            count /= 1024;
            unit++;
        }
        // 1023.96 GiB is shown as 1 TiB, not as 1,024 GiB.
        double scale = Math.pow(10, decimals.applyAsInt(count));
        if (Math.abs(Math.rint(count * scale) / scale) >= limit && unit < UNITS.length - 1) {
            count /= 1024;
            unit++;
        }
        return number(count, decimals.applyAsInt(count)) + " " + UNITS[unit];
    }

    /** Such as {@code 41 MiB/s}. */
    public String rate(long bytesPerSecond) {
        return size(bytesPerSecond) + "/s";
    }

    /** Such as {@code 18 %}. */
    public String percent(double fraction) {
        return (int) Math.floor(Math.clamp(fraction, 0, 1) * 100) + " %";
    }

    /** The two greatest units, such as {@code 2 h 14 min}, {@code 3 d 1 h}, {@code 12 s}; below ten seconds one decimal. */
    public String time(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return number(duration.toMillis() / 1000.0, 1) + " s";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return pair(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return pair(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    /** How long something has been so, for a table: as {@link #time} without fractions of a second. */
    public String age(Duration duration) {
        return time(Duration.ofSeconds(Math.max(0, duration.toSeconds())));
    }

    /** How long something has been so, where it stays in sight: in the first minute by the second, then by the minute. */
    public String glanceAge(Duration duration) {
        return age(duration.toSeconds() < 60 ? duration : Duration.ofMinutes(duration.toMinutes()));
    }

    private static String pair(long greater, String unit, long less, String lesserUnit) {
        return less == 0 ? greater + " " + unit : greater + " " + unit + " " + less + " " + lesserUnit;
    }

    /** A number with at most this many decimals, without grouping: a port is no quantity. */
    public String number(double value, int decimals) {
        NumberFormat format = plain();
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    /**
     * A size as a person writes it, in the form of the language or the other: {@code 1,5 GiB}, {@code 1.5 g}.
     *
     * @param bare the unit of a number that stands alone, such as {@code GiB}
     * @return empty where it is none
     */
    public Optional<ByteSize> readSize(String text, String bare) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2).isEmpty() ? bare : matcher.group(2);
        return NumberText.read(matcher.group(1), locale).flatMap(number -> size(number.toPlainString() + unit));
    }

    private static Optional<ByteSize> size(String text) {
        try {
            return Optional.of(ByteSize.parse(text));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** A count as a person writes it; empty where it is no whole number. */
    public OptionalLong readCount(String text) {
        Optional<BigDecimal> number = NumberText.read(text, locale);
        try {
            return number.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(number.get().longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** A number with exactly this many decimals, for a column. */
    public String fixed(double value, int decimals) {
        NumberFormat format = plain();
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    /**
     * Any value that a problem carries.
     *
     * @param name of the value; one that ends in {@code Bytes} is a size
     */
    public String value(String name, Object value) {
        return switch (value) {
            case Number number when name.endsWith("Bytes") -> size(number.longValue());
            case Double number -> number(number, 1);
            case ByteSize size -> size(size);
            case Duration duration -> time(duration);
            case Path path -> path.toString();
            // Lines of a program keep their order and their look; names are read as one list.
            case List<?> lines when name.endsWith("Lines") -> joined(lines, "\n");
            case List<?> names -> joined(names, ", ");
            default -> value.toString();
        };
    }

    private String joined(List<?> values, String between) {
        return values.stream()
                .map(one -> value("", one))
                .reduce((first, second) -> first + between + second)
                .orElse("");
    }
}
