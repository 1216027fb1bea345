package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/** Names of images, and the names of their folders that derive from them. */
final class ImageNames {
    private static final int LONGEST = 120;
    private static final int LONGEST_ID = 40;

    private ImageNames() {}

    /** The name without white space around it, if it can be one. */
    static String check(String name) throws ProblemException {
        String stripped = name.strip();
        if (stripped.isEmpty()
                || stripped.codePointCount(0, stripped.length()) > LONGEST
                || stripped.codePoints().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    new CommandProblem.ArgumentInvalid("name", name, "one line of 1 to " + LONGEST + " characters"));
        }
        return stripped;
    }

    /**
     * The folder's name: lower-case ASCII that reminds of the name. The same for names that differ in case only, and else
     * different, by a few digits of the name's digest where ASCII does not hold all of it.
     */
    static String idOf(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String ascii = Normalizer.normalize(plain, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
        if (ascii.equals(plain) && !ascii.isEmpty() && ascii.length() <= LONGEST_ID) {
            return ascii;
        }
        String begin = ascii.substring(0, Math.min(ascii.length(), LONGEST_ID)).replaceAll("[-.]+$", "");
        return (begin.isEmpty() ? "image" : begin) + "-" + digest(plain);
    }

    private static String digest(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
