package dev.hamlet.engine.image.tar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What extended headers say of entries (POSIX.1-2017, pax, "pax Extended Header"): records {@code LENGTH KEY=VALUE\n}.
 * Values are kept as bytes, since those of attributes are no text.
 */
final class PaxRecords {
    private static final List<String> ATTRIBUTES = List.of("SCHILY.xattr.", "LIBARCHIVE.xattr.");

    private final Map<String, byte[]> values;
    private final Map<ByteText, ByteText> attributes;
    /** Of a map of the form 0.0, where these two keys come again and again. */
    private final List<String> sparse;

    private PaxRecords(Map<String, byte[]> values, Map<ByteText, ByteText> attributes, List<String> sparse) {
        this.values = values;
        this.attributes = attributes;
        this.sparse = sparse;
    }

    static PaxRecords none() {
        return new PaxRecords(new HashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    /** These and the records of another header, which count more. */
    PaxRecords with(byte[] header, long position) throws TarViolation {
        PaxRecords all =
                new PaxRecords(new HashMap<>(values), new LinkedHashMap<>(attributes), new ArrayList<>(sparse));
        int at = 0;
        while (at < header.length && header[at] != 0) {
            at = all.record(header, at, position);
        }
        return all;
    }

    private int record(byte[] header, int at, long position) throws TarViolation {
        int length = 0;
        int i = at;
        while (i < header.length && header[i] >= '0' && header[i] <= '9' && length < header.length) {
            length = length * 10 + (header[i] - '0');
            i++;
        }
        int end = at + length;
        if (i == at
                || i >= header.length
                || header[i] != ' '
                || end > header.length
                || end <= i + 1
                || header[end - 1] != '\n') {
            throw wrong("an extended header has a record of a wrong length", position);
        }
        int equals = i + 1;
        while (equals < end - 1 && header[equals] != '=') {
            equals++;
        }
        if (equals == end - 1) {
            throw wrong("an extended header has a record without =", position);
        }
        take(Arrays.copyOfRange(header, i + 1, equals), Arrays.copyOfRange(header, equals + 1, end - 1));
        return end;
    }

    private void take(byte[] keyBytes, byte[] value) {
        String key = new String(keyBytes, StandardCharsets.ISO_8859_1);
        for (String beginning : ATTRIBUTES) {
            if (key.startsWith(beginning)) {
                // libarchive writes both, its own in base 64: the other one is the bytes themselves.
                if (beginning.startsWith("SCHILY")) {
                    attributes.put(attributeName(keyBytes, beginning), ByteText.of(value));
                } else {
                    decoded(value)
                            .ifPresent(bytes ->
                                    attributes.putIfAbsent(unescaped(keyBytes, beginning), ByteText.of(bytes)));
                }
                return;
            }
        }
        if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparse.add(text(value));
        } else if (value.length == 0) {
            // An empty value takes back what a global header said.
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    private static ByteText attributeName(byte[] key, String beginning) {
        return ByteText.of(Arrays.copyOfRange(key, beginning.length(), key.length));
    }

    /** libarchive writes what is no printable ASCII as %XX. */
    private static ByteText unescaped(byte[] key, String beginning) {
        byte[] name = new byte[key.length];
        int length = 0;
        for (int i = beginning.length(); i < key.length; i++) {
            int high = i + 2 < key.length && key[i] == '%' ? Character.digit(key[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(key[i + 2], 16) : -1;
            if (low >= 0) {
                name[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                name[length++] = key[i];
            }
        }
        return ByteText.of(Arrays.copyOf(name, length));
    }

    private static java.util.Optional<byte[]> decoded(byte[] base64) {
        try {
            return java.util.Optional.of(java.util.Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return java.util.Optional.empty();
        }
    }

    Map<ByteText, ByteText> attributes() {
        return attributes;
    }

    byte @Nullable [] bytes(String key) {
        return values.get(key);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) {
        byte[] value = values.get(key);
        return value == null ? "" : text(value);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    /** A decimal number that is not negative. */
    long number(String key, long position) throws TarViolation {
        return number(text(key), key, position);
    }

    static long number(String text, String key, long position) throws TarViolation {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong("the record " + key + " is no number", position);
        }
        return Long.parseLong(text);
    }

    /** The numbers of a map of the form 0.0 or 0.1, offset and length in turns; empty if there is none. */
    List<String> sparseNumbers() {
        return has("GNU.sparse.map") ? List.of(text("GNU.sparse.map").split(",", -1)) : sparse;
    }

    static TarViolation wrong(String what, long position) {
        return new TarViolation("before byte " + position + ": " + what);
    }
}
