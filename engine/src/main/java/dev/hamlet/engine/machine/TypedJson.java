package dev.hamlet.engine.machine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Values of JSON objects in the shapes that they must have. Pure. */
final class TypedJson {
    private TypedJson() {}

    /** A value of the wrong shape, or none where there must be one. */
    static final class ShapeException extends Exception {
        private static final long serialVersionUID = 1L;
        final String key;

        ShapeException(String key, String message) {
            super(message);
            this.key = key;
        }
    }

    /** A constant as it stands in files. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String text(JsonNode node, String key) throws ShapeException {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw new ShapeException(key, "\"" + key + "\" must be a text");
        }
        return value.textValue();
    }

    static int number(JsonNode node, String key) throws ShapeException {
        JsonNode value = node.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new ShapeException(key, "\"" + key + "\" must be a whole number");
        }
        return value.intValue();
    }

    static long bytes(JsonNode node, String key) throws ShapeException {
        JsonNode value = node.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new ShapeException(key, "\"" + key + "\" must be a whole number of bytes");
        }
        return value.longValue();
    }

    static boolean flag(JsonNode node, String key, boolean otherwise) throws ShapeException {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new ShapeException(key, "\"" + key + "\" must be true or false");
        }
        return value.booleanValue();
    }

    static Path path(JsonNode node, String key) throws ShapeException {
        try {
            Path path = Path.of(text(node, key));
            if (path.toString().isEmpty()) {
                throw new ShapeException(key, "\"" + key + "\" must name a file");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new ShapeException(key, "\"" + key + "\" is no path: " + e.getReason());
        }
    }

    static Iterable<JsonNode> array(JsonNode node, String key) throws ShapeException {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new ShapeException(key, "\"" + key + "\" must be a list");
        }
        for (JsonNode element : value) {
            if (!element.isObject()) {
                throw new ShapeException(key, "\"" + key + "\" must be a list of objects");
            }
        }
        return value;
    }

    static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, String key, E otherwise) throws ShapeException {
        if (!node.has(key)) {
            return otherwise;
        }
        String wanted = text(node, key);
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(wanted)) {
                return constant;
            }
        }
        throw new ShapeException(key, "\"" + key + "\" is not one of the words known: " + wanted);
    }
}
