package dev.hamlet.engine.machine;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a machine on disk and in arguments: lower-case ASCII letters, digits and hyphens, at most 40. It never
 * changes; what people call the machine is its name.
 *
 * @param value such as {@code debian-12-4f2a91}
 */
public record MachineId(String value) implements Comparable<MachineId> {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /** Refuses other characters. */
    public MachineId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a machine id: " + value);
        }
    }

    /** Whether this text could be an id. */
    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }

    /** A new id that reminds of the name: its ASCII part and six random hexadecimal digits. */
    public static MachineId forName(String name) {
        String ascii = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+", "");
        String begin = ascii.substring(0, Math.min(32, ascii.length())).replaceAll("-+$", "");
        return new MachineId(
                "%s-%06x".formatted(begin.isEmpty() ? "machine" : begin, new SecureRandom().nextInt(1 << 24)));
    }

    /** By hand, as is the hash code: the first use of those that a record has by itself takes longer than a small command. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MachineId(String its) && its.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(MachineId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
