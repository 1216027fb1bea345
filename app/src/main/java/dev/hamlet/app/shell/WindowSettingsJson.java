package dev.hamlet.app.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.shell.WindowSettings.Place;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The window's settings as {@code window.json} in the folder of preferences. A file that cannot be read costs the window
 * its place and nothing else.
 */
final class WindowSettingsJson {
    private static final Logger LOG = LoggerFactory.getLogger(WindowSettingsJson.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final Path file;

    WindowSettingsJson(HamletPaths paths) {
        this.folder = paths.config();
        this.file = folder.resolve("window.json");
    }

    /** What is kept; the first settings where nothing is, or nothing that can be read. */
    WindowSettings read() {
        try {
            return read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return WindowSettings.FIRST;
        } catch (IOException e) {
            LOG.warn("{} cannot be read", file, e);
            return WindowSettings.FIRST;
        }
    }

    /** Keeps these settings; where that fails the log has the reason. */
    void write(WindowSettings settings) {
        try {
            HamletPaths.makePrivate(folder);
            WholeFile.write(file, bytes(settings));
        } catch (IOException | ProblemException e) {
            LOG.warn("{} cannot be written", file, e);
        }
    }

    static WindowSettings read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        return new WindowSettings(
                root.path("closeNoticeSeen").asBoolean(false),
                place(root.path("place")),
                Math.max(0, root.path("listWidth").asDouble()));
    }

    private static @Nullable Place place(JsonNode node) {
        Place place = new Place(
                node.path("x").asDouble(),
                node.path("y").asDouble(),
                node.path("width").asDouble(),
                node.path("height").asDouble(),
                node.path("maximized").asBoolean(false));
        return place.width() > 0 && place.height() > 0 ? place : null;
    }

    static byte[] bytes(WindowSettings settings) throws JsonProcessingException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", 1);
        root.put("closeNoticeSeen", settings.closeNoticeSeen());
        Place place = settings.place();
        if (place != null) {
            ObjectNode node = root.putObject("place");
            node.put("x", place.x());
            node.put("y", place.y());
            node.put("width", place.width());
            node.put("height", place.height());
            node.put("maximized", place.maximized());
        }
        if (settings.listWidth() > 0) {
            root.put("listWidth", settings.listWidth());
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
