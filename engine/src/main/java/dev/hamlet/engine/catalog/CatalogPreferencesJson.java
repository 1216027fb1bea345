package dev.hamlet.engine.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.catalog.CatalogPreferences.Refresh;
import dev.hamlet.engine.host.HamletPaths;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a person allows, as {@code catalog-preferences.json} in the folder of preferences. Read anew at each question, so that
 * windows and commands go by the same, and changed by one after the other; a file that cannot be read allows nothing and is
 * kept beside the next one. Safe for use by many threads.
 */
public final class CatalogPreferencesJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Path file;
    private final TimeSource time;

    /** In the folder of preferences of these paths. */
    public CatalogPreferencesJson(HamletPaths paths) {
        this(paths, TimeSource.system());
    }

    /**
     * In the folder of preferences of these paths.
     *
     * @param time measures how long another process is waited for
     */
    public CatalogPreferencesJson(HamletPaths paths, TimeSource time) {
        this.file = paths.config().resolve("catalog-preferences.json");
        this.time = time;
    }

    /**
     * What is allowed now.
     *
     * @throws ProblemException {@code FileUnusable}
     */
    public CatalogPreferences read() throws ProblemException {
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (!(root instanceof ObjectNode)) {
                throw unusable("it is no JSON object", null);
            }
            String address = root.path("address").asText("");
            String refreshed = root.path("refreshed").asText("");
            return new CatalogPreferences(
                    address.isEmpty() ? Optional.empty() : Optional.of(address),
                    Refresh.valueOf(root.path("refresh").asText("never").toUpperCase(Locale.ROOT)),
                    refreshed.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(refreshed)),
                    root.path("askSites").asBoolean(false));
        } catch (NoSuchFileException e) {
            return CatalogPreferences.FIRST;
        } catch (JsonProcessingException e) {
            throw unusable("it is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unusable(WholeFile.reason(e), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    /** The same; where the file cannot be read nothing is allowed. */
    public CatalogPreferences allowed() {
        try {
            return read();
        } catch (ProblemException e) {
            return CatalogPreferences.FIRST.withAskSites(false);
        }
    }

    /**
     * Changes them.
     *
     * @param change of what is allowed at that moment
     * @throws ProblemException {@code FileUnusable} or {@code FolderUnusable}; they are as they were
     */
    public CatalogPreferences change(UnaryOperator<CatalogPreferences> change)
            throws ProblemException, InterruptedException {
        try (FileLock _ = Turn.toChange(file, time)) {
            CatalogPreferences next = change.apply(allowed());
            ObjectNode root = MAPPER.createObjectNode();
            root.put("version", 1);
            next.address().ifPresent(address -> root.put("address", address));
            root.put("refresh", next.refresh().name().toLowerCase(Locale.ROOT));
            next.refreshed().ifPresent(at -> root.put("refreshed", at.toString()));
            root.put("askSites", next.askSites());
            if (isUnreadable()) {
                var _ = WholeFile.setAside(file);
            }
            WholeFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
            return next;
        } catch (IOException e) {
            throw unusable(WholeFile.reason(e), e);
        }
    }

    private boolean isUnreadable() {
        try {
            CatalogPreferences _ = read();
            return false;
        } catch (ProblemException e) {
            return true;
        }
    }

    private ProblemException unusable(String why, @org.jspecify.annotations.Nullable Exception cause) {
        HostProblem problem = new HostProblem.FileUnusable(file, why);
        return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
    }
}
