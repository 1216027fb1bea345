package dev.hamlet.engine.transfer;

import dev.hamlet.engine.job.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file's bytes come to, as its publisher states it.
 *
 * @param algorithm how it is computed
 * @param hex lower case
 */
public record Digest(Algorithm algorithm, String hex) {
    /** The algorithms that publishers of images use (FIPS 180-4); weaker ones are not accepted. */
    public enum Algorithm {
        /** 32 bytes. */
        SHA256("SHA-256", 64),
        /** 64 bytes. */
        SHA512("SHA-512", 128);

        private final String javaName;
        private final int digits;

        Algorithm(String javaName, int digits) {
            this.javaName = javaName;
            this.digits = digits;
        }

        /** As files have it: {@code sha256}, {@code sha512}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The algorithm of this word, in any case, with or without a hyphen. */
        public static Optional<Algorithm> ofWord(String word) {
            String plain = word.toLowerCase(Locale.ROOT).replace("-", "");
            for (Algorithm algorithm : values()) {
                if (algorithm.word().equals(plain)) {
                    return Optional.of(algorithm);
                }
            }
            return Optional.empty();
        }

        public MessageDigest begin() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has " + javaName, e);
            }
        }

        public Digest end(MessageDigest digest) {
            return new Digest(this, HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** Refuses what is no digest of this algorithm; upper case is lowered. */
    public Digest {
        hex = hex.toLowerCase(Locale.ROOT);
        if (hex.length() != algorithm.digits || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("not a " + algorithm.word() + " digest: " + hex);
        }
    }

    /** The digest of this text if it is one: the right number of hexadecimal digits and nothing else. */
    public static Optional<Digest> of(Algorithm algorithm, String hex) {
        return hex.length() == algorithm.digits && hex.chars().allMatch(HexFormat::isHexDigit)
                ? Optional.of(new Digest(algorithm, hex))
                : Optional.empty();
    }

    /** The digest that is written so, as {@link #toString()} does; empty for anything else. */
    public static Optional<Digest> parse(String text) {
        int colon = text.indexOf(':');
        return Algorithm.ofWord(text.substring(0, Math.max(colon, 0)))
                .flatMap(algorithm -> of(algorithm, text.substring(colon + 1)));
    }

    /**
     * The digest of a file's content.
     *
     * @throws IOException if it cannot be read
     */
    public static Digest of(Algorithm algorithm, Path file, Progress progress)
            throws IOException, InterruptedException {
        MessageDigest digest = algorithm.begin();
        long total = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 20];
            long done = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                done += n;
                progress.bytes(done, total);
                progress.check();
            }
        }
        return algorithm.end(digest);
    }

    /** Such as {@code sha256:9f86d0…}. */
    @Override
    public String toString() {
        return algorithm.word() + ":" + hex;
    }
}
