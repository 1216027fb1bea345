package dev.hamlet.engine.image.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks. Never shown: its text hides the secret.
 *
 * @param user a name, or {@link #TOKEN} where the secret is an identity token
 * @param secret a password or a token
 */
public record Credential(String user, String secret) {
    /** What helpers say for a user where the secret is a token (docker-credential-helpers, "Development"). */
    static final String TOKEN = "<token>";

    boolean isIdentityToken() {
        return user.equals(TOKEN);
    }

    /** As HTTP has it (RFC 7617). */
    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Credential[of " + user + "]";
    }
}
