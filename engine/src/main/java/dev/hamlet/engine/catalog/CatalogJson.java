package dev.hamlet.engine.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Catalogue entries as JSON, format 1, as {@code docs/catalog.md} describes it. Comments are allowed; keys that this
 * version does not know are passed over. Pure; safe for use by many threads.
 */
public final class CatalogJson {
    /** The newest format that is read. */
    public static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(1 << 16)
                            .maxDocumentLength(4 << 20)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,199}");

    private CatalogJson() {}

    /**
     * Reads a catalogue file.
     *
     * @param file named in problems only
     * @throws ProblemException {@code CatalogUnreadable} with the line where that is known
     */
    public static List<CatalogEntry> read(byte[] content, Path file) throws ProblemException {
        JsonNode root;
        try {
            root = MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw new ProblemException(
                    new DownloadProblem.CatalogUnreadable(
                            file, where == null ? 0 : where.getLineNr(), e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new ProblemException(
                    new DownloadProblem.CatalogUnreadable(file, 0, String.valueOf(e.getMessage())), e);
        }
        try {
            return entries(root);
        } catch (ShapeException e) {
            throw new ProblemException(
                    new DownloadProblem.CatalogUnreadable(
                            file, lineOf(content, e.near), String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static List<CatalogEntry> entries(JsonNode root) throws ShapeException {
        if (!root.isObject()) {
            throw new ShapeException("", "not a JSON object");
        }
        JsonNode format = root.path("format");
        if (!format.isInt() || format.intValue() < 1) {
            throw new ShapeException("format", "\"format\" must be " + FORMAT);
        }
        if (format.intValue() > FORMAT) {
            throw new ShapeException(
                    "format", "its format is " + format.intValue() + ", and this Hamlet reads up to " + FORMAT);
        }
        List<CatalogEntry> entries = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode node : objects(root, "entries", "")) {
            String id = text(node, "id", "an entry");
            if (!ID.matcher(id).matches()) {
                throw new ShapeException(id, "the id \"" + id + "\" is not made of a-z, 0-9, dot and hyphen");
            }
            if (!ids.add(id)) {
                throw new ShapeException(id, "the id \"" + id + "\" is there twice");
            }
            entries.add(entry(node, id));
        }
        return entries;
    }

    private static CatalogEntry entry(JsonNode node, String id) throws ShapeException {
        List<ImageSource> sources = new ArrayList<>();
        for (JsonNode source : objects(node, "sources", id)) {
            sources.add(source(source, id));
        }
        if (sources.isEmpty()) {
            throw new ShapeException(id, id + ": \"sources\" is empty");
        }
        String format = text(node, "format", id);
        return new CatalogEntry(
                id,
                text(node, "system", id),
                text(node, "name", id),
                text(node, "version", id),
                node.has("codename") ? text(node, "codename", id) : "",
                node.has("edition") ? text(node, "edition", id) : "",
                text(node, "architecture", id),
                DiskFormat.ofWord(format)
                        .orElseThrow(() -> new ShapeException(id, id + ": unknown disk format \"" + format + "\"")),
                sources,
                node.has("size") ? size(node, "size", id) : null,
                node.path("cloudInit").asBoolean(false),
                node.has("user") ? text(node, "user", id) : "",
                size(node.path("memory"), "minimum", id),
                size(node.path("memory"), "recommended", id),
                size(node.path("disk"), "minimum", id),
                size(node.path("disk"), "recommended", id),
                firmware(node, id));
    }

    private static ImageSource source(JsonNode node, String id) throws ShapeException {
        URI url = url(node, "url", id);
        DigestSource digest;
        if (node.has("digest")) {
            digest = new DigestSource.Pinned(
                    digest(text(node, "digest", id), id),
                    node.has("digestSource") ? text(node, "digestSource", id) : "",
                    node.has("digestDate") ? date(text(node, "digestDate", id), id) : null);
        } else {
            URI checksums = url(node, "checksums", id);
            if (!isTrusted(checksums)) {
                // Whoever changes the image on an open line changes its checksum file as well.
                throw new ShapeException(checksums.toString(), id + ": checksums must come over https: " + checksums);
            }
            String word = text(node, "algorithm", id);
            digest = new DigestSource.Published(
                    Digest.Algorithm.ofWord(word)
                            .orElseThrow(() ->
                                    new ShapeException(word, id + ": the algorithm is sha256 or sha512, not " + word)),
                    checksums);
        }
        ImageSource source = new ImageSource(url, digest);
        if (!FILE_NAME.matcher(source.fileName()).matches()) {
            throw new ShapeException(url.toString(), id + ": the address names no file: " + url);
        }
        return source;
    }

    private static boolean isTrusted(URI url) {
        return url.getScheme().equals("https")
                || Set.of("127.0.0.1", "[::1]", "localhost").contains(url.getHost());
    }

    private static Digest digest(String text, String id) throws ShapeException {
        return Digest.parse(text)
                .orElseThrow(() -> new ShapeException(text, id + ": no sha256: or sha512: digest: " + text));
    }

    private static LocalDate date(String text, String id) throws ShapeException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new ShapeException(text, id + ": no date: " + text);
        }
    }

    private static URI url(JsonNode node, String key, String id) throws ShapeException {
        String text = text(node, key, id);
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new ShapeException(text, id + ": no address: " + e.getMessage());
        }
        throw new ShapeException(text, id + ": no http or https address: " + text);
    }

    private static List<Firmware> firmware(JsonNode node, String id) throws ShapeException {
        List<Firmware> all = new ArrayList<>();
        for (JsonNode element : node.path("firmware")) {
            switch (element.asText("").toLowerCase(Locale.ROOT)) {
                case "bios" -> all.add(Firmware.BIOS);
                case "uefi" -> all.add(Firmware.UEFI);
                default -> throw new ShapeException(id, id + ": firmware is bios or uefi, not " + element);
            }
        }
        if (all.isEmpty()) {
            throw new ShapeException(id, id + ": \"firmware\" must list bios, uefi or both");
        }
        return all;
    }

    private static ByteSize size(JsonNode node, String key, String id) throws ShapeException {
        JsonNode value = node.path(key);
        if (value.canConvertToLong() && value.isIntegralNumber() && value.longValue() >= 0) {
            return new ByteSize(value.longValue());
        }
        try {
            return ByteSize.parse(value.asText(""));
        } catch (ProblemException e) {
            throw new ShapeException(id, id + ": \"" + key + "\" must be a size such as \"512 MiB\"");
        }
    }

    private static String text(JsonNode node, String key, String id) throws ShapeException {
        JsonNode value = node.path(key);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new ShapeException(id, id + ": \"" + key + "\" must be a text");
        }
        return value.textValue();
    }

    private static Iterable<JsonNode> objects(JsonNode node, String key, String id) throws ShapeException {
        JsonNode value = node.path(key);
        boolean isList = value.isArray();
        for (JsonNode element : value) {
            isList &= element.isObject();
        }
        if (!isList) {
            throw new ShapeException(
                    id.isEmpty() ? key : id,
                    (id.isEmpty() ? "" : id + ": ") + "\"" + key + "\" must be a list of objects");
        }
        return value;
    }

    /** The first line that has this value or key, counted from 1; 0 if none has. */
    private static int lineOf(byte[] content, @Nullable String near) {
        int line = 1;
        for (String text : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            if (near != null && !near.isEmpty() && text.contains("\"" + near + "\"")) {
                return line;
            }
            line++;
        }
        return 0;
    }

    /** A value of the wrong shape, or none where there must be one; {@code near} stands in the line to look at. */
    private static final class ShapeException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String near;

        ShapeException(String near, String message) {
            super(message);
            this.near = near;
        }
    }
}
