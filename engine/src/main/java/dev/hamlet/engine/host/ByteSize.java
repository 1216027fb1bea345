package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or storage.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1L << 10),
            Map.entry("kib", 1L << 10),
            Map.entry("kb", 1_000L),
            Map.entry("m", 1L << 20),
            Map.entry("mib", 1L << 20),
            Map.entry("mb", 1_000_000L),
            Map.entry("g", 1L << 30),
            Map.entry("gib", 1L << 30),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("t", 1L << 40),
            Map.entry("tib", 1L << 40),
            Map.entry("tb", 1_000_000_000_000L));

    /** Refuses negative amounts. */
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size: " + bytes);
        }
    }

    /** So many mebibytes. */
    public static ByteSize ofMebibytes(long count) {
        return new ByteSize(Math.multiplyExact(count, 1L << 20));
    }

    /** So many gibibytes. */
    public static ByteSize ofGibibytes(long count) {
        return new ByteSize(Math.multiplyExact(count, 1L << 30));
    }

    /**
     * Reads a size as a person writes it: {@code 512M}, {@code 10 GiB}, {@code 1.5g}, {@code 4096}. A bare number is
     * bytes; one letter and the {@code iB} units are powers of 1024, {@code kB}, {@code MB}, {@code GB}, {@code TB} are
     * powers of 1000 as IEC 80000-13 has it. Nothing is guessed: a comma, a sign or an exponent is refused.
     *
     * @throws ProblemException {@code SizeUnreadable}
     */
    public static ByteSize parse(String text) throws ProblemException {
        Matcher matcher = TEXT.matcher(text.strip());
        if (matcher.matches()) {
            Long unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
            if (unit != null) {
                BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
                if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                    return new ByteSize(bytes.longValue());
                }
            }
        }
        throw new ProblemException(new MediaProblem.SizeUnreadable("", text));
    }

    /** The size in whole mebibytes, rounded up. */
    public long mebibytes() {
        return (bytes + (1L << 20) - 1) >> 20;
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The size for logs and arguments, such as {@code 512 MiB}; never in a person's language. */
    @Override
    public String toString() {
        String[] names = {"TiB", "GiB", "MiB", "KiB"};
        for (int i = 0; i < names.length; i++) {
            long unit = 1L << (10 * (names.length - i));
            if (bytes >= unit) {
                return bytes % unit == 0
                        ? bytes / unit + " " + names[i]
                        : String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit, names[i]);
            }
        }
        return bytes + " B";
    }
}
