package dev.hamlet.app.preferences;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.preferences.Preferences.ConsoleKey;
import dev.hamlet.app.preferences.Preferences.Look;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Preferences as {@code preferences.json} in the folder of preferences. A value that cannot be read costs that value
 * alone; keys that this version does not know are kept.
 */
public final class PreferencesJson {
    private static final Logger LOG = LoggerFactory.getLogger(PreferencesJson.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final Path file;

    /** In the folder of preferences of these paths. */
    public PreferencesJson(HamletPaths paths) {
        folder = paths.config();
        file = folder.resolve("preferences.json");
    }

    /** What is kept; the first preferences where nothing is, or nothing that can be read. */
    public Preferences read() {
        ObjectNode root = object();
        return new Preferences(
                one(Look.values(), root.path("look").asText(), Preferences.FIRST.look()),
                root.path("notices").asBoolean(Preferences.FIRST.notices()),
                root.path("language").asText(Preferences.FIRST.language()),
                console(root));
    }

    private static ConsolePreferences console(ObjectNode root) {
        ConsolePreferences first = ConsolePreferences.FIRST;
        List<KeyChord> chords = new ArrayList<>();
        root.path("consoleChords").forEach(words -> chord(words).ifPresent(chords::add));
        return new ConsolePreferences(
                one(ConsoleKey.values(), root.path("consoleKey").asText(), first.key()),
                root.path("consoleGrab").asBoolean(first.grab()),
                chords.stream().distinct().toList());
    }

    private static Optional<KeyChord> chord(JsonNode words) {
        List<PhysicalKey> keys = new ArrayList<>();
        for (JsonNode word : words) {
            Arrays.stream(PhysicalKey.values())
                    .filter(key -> word(key).equals(word.asText()))
                    .forEach(keys::add);
        }
        boolean whole = keys.size() == words.size() && !keys.isEmpty() && keys.size() <= KeyChord.MOST;
        return whole && keys.stream().distinct().count() == keys.size()
                ? Optional.of(new KeyChord(keys))
                : Optional.empty();
    }

    private static <T extends Enum<T>> T one(T[] all, String word, T first) {
        return Arrays.stream(all)
                .filter(one -> word(one).equals(word))
                .findFirst()
                .orElse(first);
    }

    private ObjectNode object() {
        return kept().orElseGet(MAPPER::createObjectNode);
    }

    /** What the file says; empty where it cannot be read. No file says nothing. */
    private Optional<ObjectNode> kept() {
        try {
            return MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(MAPPER.createObjectNode());
        } catch (IOException e) {
            LOG.warn("{} cannot be read", file, e);
            return Optional.empty();
        }
    }

    /** Keeps these preferences; where that fails the log has the reason. A file that cannot be read is set aside. */
    public void write(Preferences preferences) {
        Optional<ObjectNode> kept = kept();
        ObjectNode root = kept.orElseGet(MAPPER::createObjectNode);
        root.put("version", 1);
        root.put("look", word(preferences.look()));
        root.put("notices", preferences.notices());
        root.put("language", preferences.language());
        root.put("consoleKey", word(preferences.console().key()));
        root.put("consoleGrab", preferences.console().grab());
        ArrayNode chords = root.putArray("consoleChords");
        for (KeyChord chord : preferences.console().chords()) {
            ArrayNode keys = chords.addArray();
            chord.keys().forEach(key -> keys.add(word(key)));
        }
        try {
            HamletPaths.makePrivate(folder);
            if (kept.isEmpty()) {
                LOG.warn("{} is kept as {}", file, WholeFile.setAside(file));
            }
            WholeFile.write(file, bytes(root));
        } catch (IOException | ProblemException e) {
            LOG.warn("{} cannot be written", file, e);
        }
    }

    private static byte[] bytes(ObjectNode root) throws JsonProcessingException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
