package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.jspecify.annotations.Nullable;

/**
 * Settings that a guest with cloud-init takes at its first boot.
 *
 * @param user the login name of its first user, who may do everything through sudo
 * @param fullName the person's name, any text of one line without a colon, or empty
 * @param passwordHash in the form of crypt(5), such as {@code $6$…}, or null for no password; never the password itself
 * @param sshKeys public keys as in an {@code authorized_keys} file, without options
 * @param hostname letters, digits and hyphens, parts joined by dots
 * @param locale such as {@code de_DE.UTF-8}, or null for the image's own
 * @param timezone such as {@code Europe/Berlin}, or null for the image's own
 */
public record CloudSeed(
        String user,
        String fullName,
        @Nullable String passwordHash,
        List<String> sshKeys,
        String hostname,
        @Nullable String locale,
        @Nullable String timezone) {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern HASH = Pattern.compile("\\$(?:5|6|y|2[aby])\\$[./0-9A-Za-z$=,]{20,300}");
    private static final Pattern HOSTNAME = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
            + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern LOCALE = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");
    private static final Pattern KEY_TYPE = Pattern.compile("(?:ssh|ecdsa|sk)-[A-Za-z0-9@.-]{1,60}");
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_KEY = 16_384;
    private static final String SALT_CHARACTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SALT_LENGTH = 16;

    /** Copies the keys. */
    public CloudSeed {
        sshKeys = sshKeys.stream().map(String::strip).toList();
    }

    /**
     * Settings with this password or none; checked.
     *
     * @throws ProblemException {@code SeedInvalid}
     */
    public static CloudSeed of(String user, @Nullable String password, List<String> sshKeys, String hostname)
            throws ProblemException {
        return new CloudSeed(user, "", password == null ? null : hash(password), sshKeys, hostname, null, null)
                .checked();
    }

    /** The same with this full name; not checked. */
    public CloudSeed withFullName(String name) {
        return new CloudSeed(user, name, passwordHash, sshKeys, hostname, locale, timezone);
    }

    /** The same with this locale and time zone, null for the image's own; not checked. */
    public CloudSeed withPlace(@Nullable String itsLocale, @Nullable String itsTimezone) {
        return new CloudSeed(user, fullName, passwordHash, sshKeys, hostname, itsLocale, itsTimezone);
    }

    /**
     * These settings if a guest can take them.
     *
     * @throws ProblemException {@code SeedInvalid} for the first that it cannot
     */
    public CloudSeed checked() throws ProblemException {
        if (!USER.matcher(user).matches() || user.equals("root")) {
            throw invalid("user", userAdvice(user));
        }
        requireLine("full name", fullName);
        if (fullName.indexOf(':') >= 0) {
            throw invalid("full name", "a colon cannot stand in the user list of a guest");
        }
        if (passwordHash != null && !HASH.matcher(passwordHash).matches()) {
            throw invalid("password", "its hash is not of a kind that guests know");
        }
        if (passwordHash == null && sshKeys.isEmpty()) {
            throw invalid("password", "with neither a password nor a key nobody could log in");
        }
        for (String key : sshKeys) {
            checkKey(key);
        }
        if (!HOSTNAME.matcher(hostname).matches()) {
            throw invalid("host name", "letters, digits and inner hyphens, such as " + hostnameFor(hostname));
        }
        if (locale != null && !LOCALE.matcher(locale).matches()) {
            throw invalid("locale", "a locale looks like de_DE.UTF-8");
        }
        if (timezone != null && !ZoneId.getAvailableZoneIds().contains(timezone)) {
            throw invalid("time zone", "a time zone looks like Europe/Berlin");
        }
        return this;
    }

    private static String userAdvice(String user) {
        if (user.equals("root")) {
            return "cloud images keep root from logging in; choose another user, who may use sudo";
        }
        String near = asciiOf(user).replaceAll("[^a-z0-9_-]", "").replaceAll("^[0-9-]+", "");
        String advice = "a login name is up to 32 small letters, digits, hyphens, a letter first";
        return near.isEmpty() ? advice : advice + ", such as " + near.substring(0, Math.min(32, near.length()));
    }

    /** A host name that reminds of this text, such as {@code my-web-server} for "My web server!". */
    public static String hostnameFor(String text) {
        String ascii = asciiOf(text).replaceAll("[^a-z0-9]+", "-");
        String name = ascii.substring(0, Math.min(63, ascii.length())).replaceAll("^-+|-+$", "");
        return name.isEmpty() ? "guest" : name;
    }

    private static String asciiOf(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "");
    }

    /**
     * The password's hash by SHA-512-crypt (crypt(5), "sha512crypt"), with a salt of its own and the usual 5000 rounds,
     * which a guest under emulation still answers at once.
     *
     * @throws ProblemException {@code SeedInvalid}
     */
    public static String hash(String password) throws ProblemException {
        requireLine("password", password);
        if (password.isEmpty()) {
            throw invalid("password", "it is empty");
        }
        SecureRandom random = new SecureRandom();
        StringBuilder salt = new StringBuilder("$6$");
        for (int i = 0; i < SALT_LENGTH; i++) {
            salt.append(SALT_CHARACTERS.charAt(random.nextInt(SALT_CHARACTERS.length())));
        }
        return Sha2Crypt.sha512Crypt(password.getBytes(StandardCharsets.UTF_8), salt.toString());
    }

    private static void requireLine(String field, String text) throws ProblemException {
        if (text.length() > LONGEST_TEXT) {
            throw invalid(field, "it is longer than " + LONGEST_TEXT + " characters");
        } else if (text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw invalid(field, "it has characters that nobody can type, such as a line end");
        }
    }

    /**
     * Refuses what is no public key.
     *
     * @param key a line as in an {@code authorized_keys} file, without options
     * @throws ProblemException {@code SeedInvalid}; of a private key it says that that stays where it is
     */
    public static void checkKey(String key) throws ProblemException {
        if (key.contains("PRIVATE KEY")) {
            throw invalid("SSH key", "this is a private key, which must stay with you; the public one ends in .pub");
        }
        String[] parts = key.split(" ", 3);
        if (key.length() > LONGEST_KEY
                || key.codePoints().anyMatch(Character::isISOControl)
                || parts.length < 2
                || !KEY_TYPE.matcher(parts[0]).matches()
                || !holds(parts[1], parts[0])) {
            throw invalid("SSH key", "a public key looks like: ssh-ed25519 AAAAC3… name");
        }
    }

    /** Whether the key's data begins with the length and the name of its own type (RFC 4253, section 6.6). */
    private static boolean holds(String base64, String type) {
        try {
            byte[] data = Base64.getDecoder().decode(base64);
            byte[] name = type.getBytes(StandardCharsets.US_ASCII);
            return data.length > 4 + name.length
                    && data[0] == 0
                    && data[1] == 0
                    && data[2] == 0
                    && data[3] == name.length
                    && new String(data, 4, name.length, StandardCharsets.US_ASCII).equals(type);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ProblemException invalid(String field, String why) {
        return new ProblemException(new MediaProblem.SeedInvalid(field, why));
    }

    /** Without the password's hash, which has no place in a log. */
    @Override
    public String toString() {
        return "CloudSeed[user=" + user + ", hostname=" + hostname + ", password=" + (passwordHash != null) + ", keys="
                + sshKeys.size() + "]";
    }
}
