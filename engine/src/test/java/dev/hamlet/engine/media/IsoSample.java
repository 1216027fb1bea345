package dev.hamlet.engine.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds the descriptors of a CD image, without files. */
public final class IsoSample {
    private static final int SECTOR = 2048;

    private final ByteBuffer image = ByteBuffer.allocate(SECTOR * 300).order(ByteOrder.LITTLE_ENDIAN);
    private int next = 16;

    private void begin(int type, String id) {
        image.position(next * SECTOR)
                .put((byte) type)
                .put(id.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1);
        next++;
    }

    private void field(int position, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < length; i++) {
            image.put((next - 1) * SECTOR + position + i, i < bytes.length ? bytes[i] : (byte) ' ');
        }
    }

    public IsoSample primary(
            String volume, String system, String publisher, String preparer, String application, int blocks) {
        begin(1, "CD001");
        field(8, 32, system);
        field(40, 32, volume);
        field(318, 128, publisher);
        field(446, 128, preparer);
        field(574, 128, application);
        image.putInt((next - 1) * SECTOR + 80, blocks);
        image.putShort((next - 1) * SECTOR + 128, (short) SECTOR);
        return this;
    }

    public IsoSample primary(String volume) {
        return primary(volume, "LINUX", "", "", "", 300);
    }

    public IsoSample joliet() {
        begin(2, "CD001");
        image.position((next - 1) * SECTOR + 88).put("%/E".getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public IsoSample bootRecord(int catalogue) {
        begin(0, "CD001");
        field(7, 23, "EL TORITO SPECIFICATION");
        image.putInt((next - 1) * SECTOR + 71, catalogue);
        return this;
    }

    /** A validation entry for this platform, and entries of 32 bytes, the first of them the default one. */
    public IsoSample catalogue(int sector, int platform, byte[]... entries) {
        int at = sector * SECTOR;
        image.put(at, (byte) 1).put(at + 1, (byte) platform).putShort(at + 30, (short) 0xAA55);
        for (byte[] entry : entries) {
            at += 32;
            image.position(at).put(entry);
        }
        return this;
    }

    public static byte[] entry(boolean bootable, int sector, int count) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) (bootable ? 0x88 : 0))
                .putShort(6, (short) count)
                .putInt(8, sector)
                .array();
    }

    public static byte[] section(boolean last, int platform, int entries) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) (last ? 0x91 : 0x90))
                .put(1, (byte) platform)
                .putShort(2, (short) entries)
                .array();
    }

    public static byte[] extension() {
        return ByteBuffer.allocate(32).put(0, (byte) 0x44).array();
    }

    public IsoSample end() {
        begin(255, "CD001");
        return this;
    }

    public IsoSample udf() {
        begin(0, "BEA01");
        begin(0, "NSR03");
        begin(0, "TEA01");
        return this;
    }

    /** The anchor and a volume descriptor sequence of one descriptor with this label. */
    public IsoSample udfLabel(String label, boolean wide) {
        int anchor = 256 * SECTOR;
        image.putShort(anchor, (short) 2).putInt(anchor + 16, 4 * SECTOR).putInt(anchor + 20, 260);
        sign(anchor);
        int descriptor = 260 * SECTOR;
        byte[] characters = label.getBytes(wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        image.putShort(descriptor, (short) 6).put(descriptor + 84, (byte) (wide ? 16 : 8));
        image.position(descriptor + 85).put(characters);
        image.put(descriptor + 84 + 127, (byte) (characters.length + 1));
        sign(descriptor);
        return this;
    }

    private void sign(int at) {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += i == 4 ? 0 : image.get(at + i);
        }
        image.put(at + 4, (byte) sum);
    }

    public byte[] bytes() {
        return image.array().clone();
    }

    /**
     * A tree of these files under the last descriptor, with folders as their paths say. Rock Ridge keeps the names as
     * they are; without it they are upper case, with a version.
     */
    public IsoSample files(Map<String, String> texts, boolean rockRidge) {
        return files(texts, rockRidge, 100);
    }

    private IsoSample files(Map<String, String> texts, boolean rockRidge, int firstSector) {
        int descriptor = (next - 1) * SECTOR;
        TreeSet<String> folders = new TreeSet<>(Set.of(""));
        texts.keySet().forEach(path -> {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                folders.add(path.substring(0, slash));
            }
        });
        Map<String, Integer> places = new TreeMap<>();
        int free = firstSector;
        for (String folder : folders) {
            places.put(folder, free++);
        }
        for (String path : texts.keySet()) {
            places.put(path, free++);
        }
        for (String folder : folders) {
            int at = places.getOrDefault(folder, 0) * SECTOR;
            for (Map.Entry<String, Integer> place : places.entrySet()) {
                String path = place.getKey();
                String parent = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
                if (!path.isEmpty() && parent.equals(folder)) {
                    String name = path.substring(path.lastIndexOf('/') + 1);
                    boolean isFolder = folders.contains(path);
                    byte[] content = texts.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
                    byte[] record =
                            record(name, place.getValue(), isFolder ? SECTOR : content.length, isFolder, rockRidge);
                    image.position(at).put(record);
                    at += record.length;
                    if (!isFolder) {
                        image.position(place.getValue() * SECTOR).put(content);
                    }
                }
            }
        }
        image.position(descriptor + 156).put(record("\0", places.getOrDefault("", 0), SECTOR, true, false), 0, 34);
        return this;
    }

    /** A directory record (ECMA-119, 9.1). */
    public static byte[] record(String name, int sector, int length, boolean folder, boolean rockRidge) {
        String plain = name.equals("\0") ? name : name.toUpperCase(Locale.ROOT).replaceFirst("^\\.", "_");
        byte[] given = (folder ? plain : plain + ";1").getBytes(StandardCharsets.US_ASCII);
        byte[] posix = name.getBytes(StandardCharsets.UTF_8);
        int bare = 33 + given.length + (given.length % 2 == 0 ? 1 : 0);
        int size = bare + (rockRidge ? 5 + posix.length : 0);
        ByteBuffer record = ByteBuffer.allocate(size + size % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) (size + size % 2))
                .putInt(2, sector)
                .putInt(10, length)
                .put(25, (byte) (folder ? 2 : 0))
                .put(32, (byte) given.length);
        record.position(33).put(given);
        if (rockRidge) {
            record.position(bare)
                    .put((byte) 'N')
                    .put((byte) 'M')
                    .put((byte) (5 + posix.length))
                    .put((byte) 1)
                    .put((byte) 0)
                    .put(posix);
        }
        return record.array();
    }

    /** The descriptors alone, which is all that a list of discs needs. */
    public byte[] beginning() {
        return Arrays.copyOf(image.array(), next * SECTOR);
    }
}
