package dev.hamlet.engine.container;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a container on disk, for the runtime and for the kernel's groups, for ever: 64 hexadecimal digits, as Docker
 * and Podman have them.
 */
public record ContainerId(String value) implements Comparable<ContainerId> {
    private static final Pattern VALID = Pattern.compile("[0-9a-f]{64}");
    private static final int SHOWN = 12;

    /** Refuses anything else. */
    public ContainerId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("no id of a container: " + value);
        }
    }

    /** Whether this text could be an id. */
    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }

    /** A new one, at random. */
    public static ContainerId random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new ContainerId(HexFormat.of().formatHex(bytes));
    }

    /** Its first twelve digits, which are enough for a person. */
    public String shortened() {
        return value.substring(0, SHOWN);
    }

    @Override
    public int compareTo(ContainerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
