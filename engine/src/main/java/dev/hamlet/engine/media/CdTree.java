package dev.hamlet.engine.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds files in the tree of an ISO 9660 volume (ECMA-119, 9.1) by the names that people know: those of Rock Ridge, of
 * Joliet, or the plain ones without case and version. It follows only the names that it is asked for, so a tree that
 * leads in circles leads nowhere, and reads only so much of each directory and of all.
 */
final class CdTree {
    private static final int LARGEST_DIRECTORY = 1 << 20;
    private static final int LARGEST_READING = 8 << 20;
    private static final int LEAST_RECORD = 34;
    private static final int DIRECTORY = 2;

    private final ImageBytes bytes;
    private final int blockSize;
    private final boolean wide;
    private final Node root;
    private final Map<Long, List<Node>> read = new HashMap<>();
    private long budget = LARGEST_READING;

    /**
     * The tree of a volume descriptor.
     *
     * @param wide whether names are of UCS-2, as Joliet's are
     */
    CdTree(ImageBytes bytes, ByteBuffer descriptor, boolean wide) {
        this.bytes = bytes;
        this.wide = wide;
        int size = Short.toUnsignedInt(descriptor.getShort(128));
        this.blockSize = size == 0 ? 2048 : size;
        this.root = node(descriptor.slice(156, LEAST_RECORD).order(ByteOrder.LITTLE_ENDIAN), List.of());
    }

    /** A file or folder: where it begins, how long it says it is, and all the names that it goes by. */
    record Node(long start, long length, boolean folder, List<String> names) {}

    /** The file or folder of this path, such as {@code .disk/info}. */
    Optional<Node> find(String path) throws IOException {
        Node at = root;
        for (String part : path.split("/", -1)) {
            String name = part.toLowerCase(Locale.ROOT);
            Optional<Node> next = at.folder()
                    ? children(at).stream()
                            .filter(child -> child.names().contains(name))
                            .findFirst()
                    : Optional.empty();
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    /** The beginning of a file. */
    ByteBuffer beginning(Node file, int most) throws IOException {
        return bytes.upTo(file.start(), (int) Math.min(file.length(), most));
    }

    private List<Node> children(Node folder) throws IOException {
        List<Node> known = read.get(folder.start());
        if (known == null) {
            known = readFolder(folder);
            read.put(folder.start(), known);
        }
        return known;
    }

    private List<Node> readFolder(Node folder) throws IOException {
        int most = (int) Math.min(Math.min(folder.length(), LARGEST_DIRECTORY), budget);
        ByteBuffer all = bytes.upTo(folder.start(), most).order(ByteOrder.LITTLE_ENDIAN);
        budget -= all.limit();
        List<Node> nodes = new ArrayList<>();
        int at = 0;
        while (at < all.limit()) {
            int length = all.get(at) & 0xff;
            if (length == 0) {
                // Records do not cross sectors: the rest of this one is empty.
                at = (at / 2048 + 1) * 2048;
            } else if (length < LEAST_RECORD || length > all.limit() - at) {
                return nodes;
            } else {
                ByteBuffer record = all.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
                nodes.add(node(record, names(record)));
                at += length;
            }
        }
        return nodes;
    }

    private Node node(ByteBuffer record, List<String> names) {
        return new Node(
                Integer.toUnsignedLong(record.getInt(2)) * blockSize,
                Integer.toUnsignedLong(record.getInt(10)),
                (record.get(25) & DIRECTORY) != 0,
                names);
    }

    private List<String> names(ByteBuffer record) {
        int length = Math.min(record.get(32) & 0xff, record.limit() - 33);
        ByteBuffer field = record.slice(33, length);
        String plain = (wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1)
                .decode(field)
                .toString();
        List<String> names = new ArrayList<>();
        names.add(withoutVersion(plain).toLowerCase(Locale.ROOT));
        // The name is padded to an even length; what follows is for extensions.
        String given = wide ? null : rockRidge(record, 33 + length + (length % 2 == 0 ? 1 : 0));
        if (given != null) {
            names.add(given.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static String withoutVersion(String name) {
        int semicolon = name.indexOf(';');
        String bare = semicolon < 0 ? name : name.substring(0, semicolon);
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    /** The name of the NM fields (RRIP 4.1.4), or null; those that continue elsewhere are not followed. */
    private static @Nullable String rockRidge(ByteBuffer record, int from) {
        StringBuilder name = new StringBuilder();
        int at = from;
        while (at + 5 <= record.limit()) {
            int length = record.get(at + 2) & 0xff;
            if (length < 4 || length > record.limit() - at) {
                break;
            }
            if (record.get(at) == 'N' && record.get(at + 1) == 'M' && length > 5) {
                name.append(StandardCharsets.UTF_8.decode(record.slice(at + 5, length - 5)));
            }
            at += length;
        }
        return name.isEmpty() ? null : name.toString();
    }
}
