package dev.hamlet.engine.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A file of credentials in the form of Docker's {@code config.json} and Podman's {@code auth.json}: {@code auths}, {@code
 * credHelpers}, {@code credsStore} (docker/cli, "docker login"; containers-auth.json(5)). Other keys stay. Safe for use by
 * many threads.
 */
final class AuthFileJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Path file;

    AuthFileJson(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /**
     * What it knows of a registry.
     *
     * @param credential written in the file itself
     * @param helper the program that knows, by the end of its name
     */
    record Entry(Optional<Credential> credential, Optional<String> helper) {}

    /**
     * What it knows of a registry, or of a repository there; a file that is not there knows nothing.
     *
     * @param keys under which it may stand, in this order
     * @throws ProblemException {@code FileUnusable}
     */
    Entry find(List<String> keys) throws ProblemException {
        ObjectNode root = read();
        Optional<String> helper = Optional.empty();
        for (String key : keys) {
            String named = root.path("credHelpers").path(key).asText("");
            if (helper.isEmpty() && !named.isEmpty()) {
                helper = Optional.of(named);
            }
        }
        String store = root.path("credsStore").asText("");
        if (helper.isEmpty() && !store.isEmpty()) {
            helper = Optional.of(store);
        }
        return new Entry(written(root, keys), helper);
    }

    private Optional<Credential> written(ObjectNode root, List<String> keys) throws ProblemException {
        for (String key : keys) {
            for (var one : root.path("auths").properties()) {
                if (plain(one.getKey()).equals(plain(key))) {
                    Optional<Credential> credential = credential(one.getKey(), one.getValue());
                    if (credential.isPresent()) {
                        return credential;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Older programs write whole addresses. */
    private static String plain(String key) {
        return key.replaceFirst("^https?://", "").replaceFirst("/(?:v[12]/?)?$", "");
    }

    private Optional<Credential> credential(String key, JsonNode node) throws ProblemException {
        String token = node.path("identitytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(new Credential(Credential.TOKEN, token));
        }
        String auth = node.path("auth").asText("");
        if (auth.isEmpty()) {
            String user = node.path("username").asText("");
            String password = node.path("password").asText("");
            return user.isEmpty() ? Optional.empty() : Optional.of(new Credential(user, password));
        }
        try {
            // Docker ends some with a zero byte.
            String both = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8).replace("\0", "");
            int colon = both.indexOf(':');
            if (colon > 0) {
                return Optional.of(new Credential(both.substring(0, colon), both.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            // Said below, without a word of what stands there.
        }
        throw unusable("what it has for " + key + " is no name and password");
    }

    /**
     * Writes a credential into it.
     *
     * @throws ProblemException {@code FileUnusable}, {@code FolderUnusable}
     */
    void put(String key, Credential credential, TimeSource time) throws ProblemException, InterruptedException {
        try (FileLock _ = Turn.toChange(file, time)) {
            ObjectNode root = read();
            byte[] both = (credential.user() + ":" + credential.secret()).getBytes(StandardCharsets.UTF_8);
            root.withObject("/auths")
                    .putObject(key)
                    .put("auth", Base64.getEncoder().encodeToString(both));
            write(root);
        }
    }

    /** Takes a credential out of it; answers whether there was one. */
    boolean remove(List<String> keys, TimeSource time) throws ProblemException, InterruptedException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileLock _ = Turn.toChange(file, time)) {
            ObjectNode root = read();
            boolean some = false;
            for (String key : keys) {
                some |= root.path("auths") instanceof ObjectNode auths && auths.remove(key) != null;
            }
            if (some) {
                write(root);
            }
            return some;
        }
    }

    private void write(ObjectNode root) throws ProblemException {
        try {
            WholeFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unusable(WholeFile.reason(e));
        }
    }

    private ObjectNode read() throws ProblemException {
        try {
            if (MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode root) {
                return root;
            }
            throw unusable("it is no JSON object");
        } catch (NoSuchFileException e) {
            return MAPPER.createObjectNode();
        } catch (JsonProcessingException e) {
            // Its message may quote what stands there.
            throw unusable("it is no JSON at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw unusable(WholeFile.reason(e));
        }
    }

    private ProblemException unusable(String why) {
        return new ProblemException(new HostProblem.FileUnusable(file, why));
    }
}
