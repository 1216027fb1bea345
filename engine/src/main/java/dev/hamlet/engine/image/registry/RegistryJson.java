package dev.hamlet.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What registries and their token servers answer, as JSON. Anything else is answered as nothing. */
final class RegistryJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int LONGEST = 200;
    /** The specification's least; a server that says less would be asked for each part anew. */
    private static final long USUAL_SECONDS = 60;

    private RegistryJson() {}

    /** What a token server gave. */
    record Token(String text, Duration valid) {
        @Override
        public String toString() {
            return "Token[for " + valid + "]";
        }
    }

    static Optional<Token> token(byte[] bytes) {
        JsonNode root = tree(bytes);
        String text = root.path("token").asText(root.path("access_token").asText(""));
        // It becomes part of a header.
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.empty();
        }
        long seconds = Math.max(root.path("expires_in").asLong(USUAL_SECONDS), USUAL_SECONDS);
        return Optional.of(new Token(text, Duration.ofSeconds(Math.min(seconds, 86_400))));
    }

    /** What an answer says of why it is no success, made fit to be shown; empty where it says nothing. */
    static String reason(byte[] bytes) {
        JsonNode root = tree(bytes);
        JsonNode first = root.path("errors").path(0);
        String code = first.path("code").asText("");
        String message = first.path("message")
                .asText(root.path("details").asText(root.path("message").asText("")));
        return shown(code.isEmpty() || message.isEmpty() ? code + message : message + " (" + code + ")");
    }

    /** Foreign text in words. */
    static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+", " ")
                .strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }

    /** What a search found (Docker Registry API V1, "Search"). */
    static Optional<List<FoundImage>> found(byte[] bytes, String registry) {
        JsonNode results = tree(bytes).path("results");
        if (!results.isArray()) {
            return Optional.empty();
        }
        List<FoundImage> all = new ArrayList<>();
        for (JsonNode one : results) {
            String name = shown(one.path("name").asText(""));
            if (!name.isEmpty()) {
                all.add(new FoundImage(
                        registry + "/" + name,
                        shown(one.path("description").asText("")),
                        one.path("star_count").asLong(0),
                        one.path("is_official").asBoolean(false)));
            }
        }
        return Optional.of(all);
    }

    /** The repositories that a registry lists (OCI distribution specification has none; Docker Registry API V2, "Catalog"). */
    static Optional<List<String>> repositories(byte[] bytes) {
        JsonNode names = tree(bytes).path("repositories");
        if (!names.isArray()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>();
        names.forEach(one -> all.add(shown(one.asText(""))));
        return Optional.of(all);
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            JsonNode root = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
            return root == null ? MAPPER.createObjectNode() : root;
        } catch (IOException e) {
            return MAPPER.createObjectNode();
        }
    }
}
