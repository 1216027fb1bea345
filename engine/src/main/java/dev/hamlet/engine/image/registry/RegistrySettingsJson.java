package dev.hamlet.engine.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a person has chosen for registries, as {@code registries.json} in the folder of preferences; keys that are not known
 * stay. Read anew at each question. A file that cannot be read is a problem, since a registry would else be spoken to
 * otherwise than was chosen. Safe for use by many threads.
 */
public final class RegistrySettingsJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Path file;
    private final TimeSource time;

    /** In the folder of preferences of these paths. */
    public RegistrySettingsJson(HamletPaths paths, TimeSource time) {
        this.file = paths.config().resolve("registries.json");
        this.time = time;
    }

    /**
     * All choices, by the registry's name, such as {@code registry.example:5000} or {@code docker.io}.
     *
     * @throws ProblemException {@code FileUnusable}
     */
    public Map<String, RegistryChoice> all() throws ProblemException {
        Map<String, RegistryChoice> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : read().path("registries").properties()) {
            all.put(one.getKey(), choice(one.getKey(), one.getValue()));
        }
        return all;
    }

    /**
     * What was chosen for this registry.
     *
     * @throws ProblemException {@code FileUnusable}
     */
    public RegistryChoice of(String registry) throws ProblemException {
        return all().getOrDefault(registry, RegistryChoice.USUAL);
    }

    /**
     * Chooses for a registry; what is usual is not written.
     *
     * @throws ProblemException {@code FileUnusable} or {@code FolderUnusable}; all is as it was
     */
    public RegistryChoice change(String registry, UnaryOperator<RegistryChoice> change)
            throws ProblemException, InterruptedException {
        try (FileLock _ = Turn.toChange(file, time)) {
            ObjectNode root = read();
            RegistryChoice next = change.apply(of(registry));
            root.put("version", 1);
            ObjectNode registries = root.withObject("/registries");
            if (next.equals(RegistryChoice.USUAL)) {
                registries.remove(registry);
            } else {
                ObjectNode node =
                        registries.path(registry) instanceof ObjectNode there ? there : registries.putObject(registry);
                node.put("security", next.security().name().toLowerCase(Locale.ROOT));
                next.authority().ifPresentOrElse(path -> node.put("ca", path.toString()), () -> node.remove("ca"));
                ArrayNode mirrors = node.putArray("mirrors");
                next.mirrors().forEach(mirror -> mirrors.add(mirror.toString()));
            }
            WholeFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
            return next;
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
            throw unusable("it is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw unusable(WholeFile.reason(e));
        }
    }

    private RegistryChoice choice(String registry, JsonNode node) throws ProblemException {
        String word = node.path("security").asText("tls");
        Security security = switch (word) {
            case "tls" -> Security.TLS;
            case "unverified" -> Security.UNVERIFIED;
            case "http" -> Security.HTTP;
            default ->
                throw unusable("security of " + registry + " is '" + word + "', and may be tls, unverified or http");
        };
        List<URI> mirrors = new ArrayList<>();
        for (JsonNode one : node.path("mirrors")) {
            mirrors.add(mirror(one.asText(""))
                    .orElseThrow(() -> unusable(
                            "a mirror of " + registry + " is '" + one.asText("") + "', and is such as https://HOST")));
        }
        String authority = node.path("ca").asText("");
        return new RegistryChoice(
                security, authority.isEmpty() ? Optional.empty() : Optional.of(Path.of(authority)), mirrors);
    }

    /** The address of a mirror that is written so: a scheme, a host, perhaps a port, and nothing else. */
    public static Optional<URI> mirror(String text) {
        try {
            URI uri = URI.create(text.replaceFirst("/$", ""));
            boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && (uri.getPath() == null || uri.getPath().isEmpty());
            return known && bare && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ProblemException unusable(String why) {
        return new ProblemException(new HostProblem.FileUnusable(file, why));
    }
}
