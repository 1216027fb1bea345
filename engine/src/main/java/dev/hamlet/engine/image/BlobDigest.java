package dev.hamlet.engine.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a part of an image, which is the part's name (OCI image specification, "Digests"). Only what has passed
 * this grammar may become part of a path. SHA-512, which the specification allows and nobody publishes, is not taken.
 *
 * @param hex 64 lower-case digits
 */
public record BlobDigest(String hex) implements Comparable<BlobDigest> {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** Refuses anything else. */
    public BlobDigest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256: " + hex);
        }
    }

    /** The digest that is written so, {@code sha256:…}; empty for anything else. */
    public static Optional<BlobDigest> parse(String text) {
        String hex = text.startsWith(ALGORITHM) ? text.substring(ALGORITHM.length()) : "";
        return HEX.matcher(hex).matches() ? Optional.of(new BlobDigest(hex)) : Optional.empty();
    }

    /** The digest of these bytes. */
    public static BlobDigest of(byte[] bytes) {
        return end(begin(), bytes);
    }

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static BlobDigest end(MessageDigest digest, byte... last) {
        return new BlobDigest(HexFormat.of().formatHex(digest.digest(last)));
    }

    /** Its first twelve digits, as people are shown them. */
    public String shortened() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(BlobDigest other) {
        return hex.compareTo(other.hex);
    }

    /** As files have it. */
    @Override
    public String toString() {
        return ALGORITHM + hex;
    }
}
