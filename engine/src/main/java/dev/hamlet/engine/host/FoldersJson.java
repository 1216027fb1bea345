package dev.hamlet.engine.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chosen folders as {@code folders.json} in the folder of preferences. Read anew whenever somebody asks, so that all
 * processes of a home go by the same choice. Stateless.
 */
final class FoldersJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private FoldersJson() {}

    /** The file's content is not what it should be. */
    private static final class ShapeException extends Exception {
        private static final long serialVersionUID = 1L;

        ShapeException(String why) {
            super(why);
        }
    }

    static Path file(HamletPaths paths) {
        return paths.config().resolve("folders.json");
    }

    static Folders read(HamletPaths paths) {
        Path file = file(paths);
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (!(root instanceof ObjectNode)) {
                throw new ShapeException("it is no JSON object");
            }
            return new Folders(
                    places(root.path("machines"), paths.machines()),
                    places(root.path("images"), paths.images()),
                    Optional.empty());
        } catch (NoSuchFileException e) {
            return usual(paths, Optional.empty());
        } catch (JsonProcessingException e) {
            return unread(paths, "it is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return unread(paths, WholeFile.reason(e));
        } catch (ShapeException e) {
            return unread(paths, String.valueOf(e.getMessage()));
        }
    }

    private static Folders unread(HamletPaths paths, String why) {
        return usual(paths, Optional.of(new HostProblem.FileUnusable(file(paths), why)));
    }

    private static Folders usual(HamletPaths paths, Optional<Problem> unread) {
        return new Folders(Places.usual(paths.machines()), Places.usual(paths.images()), unread);
    }

    private static Places places(JsonNode node, Path usual) throws ShapeException {
        if (node.isMissingNode()) {
            return Places.usual(usual);
        }
        JsonNode chosen = node.path("new");
        List<Path> former = new ArrayList<>();
        for (JsonNode one : node.path("former")) {
            former.add(folder(one));
        }
        return new Places(
                usual, chosen.isMissingNode() ? Optional.empty() : Optional.of(folder(chosen)), List.copyOf(former));
    }

    private static Path folder(JsonNode node) throws ShapeException {
        if (!node.isTextual()) {
            throw new ShapeException("a folder is not a text");
        }
        try {
            Path folder = Path.of(node.asText());
            if (!folder.isAbsolute()) {
                throw new ShapeException(folder + " is not absolute");
            }
            return folder.normalize();
        } catch (InvalidPathException e) {
            throw new ShapeException("no folder can be called " + e.getInput());
        }
    }

    /**
     * Keeps this choice; the caller has the turn to change the file. A file that could not be read is set aside.
     *
     * @throws ProblemException {@code FileUnusable}; the choice is as it was
     */
    static void write(HamletPaths paths, Folders folders) throws ProblemException {
        Path file = file(paths);
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", 1);
        root.set("machines", node(folders.machines()));
        root.set("images", node(folders.images()));
        try {
            if (folders.unread().isPresent()) {
                var _ = WholeFile.setAside(file);
            }
            WholeFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private static ObjectNode node(Places places) {
        ObjectNode node = MAPPER.createObjectNode();
        places.chosen().ifPresent(folder -> node.put("new", folder.toString()));
        ArrayNode former = node.putArray("former");
        places.former().forEach(folder -> former.add(folder.toString()));
        return node;
    }
}
