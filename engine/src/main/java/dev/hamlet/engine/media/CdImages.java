package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what CD images say of themselves: the volume descriptors of ISO 9660 (ECMA-119, 8.4) and UDF (ECMA-167, parts 2
 * and 3), and the boot catalogue of El Torito 1.0. A few bounded reads; nothing in the image is believed beyond that.
 */
public final class CdImages {
    private static final int SECTOR = 2048;
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int MOST_DESCRIPTORS = 64;
    private static final int LONGEST_PEEK = 4096;

    /** Reads CD images; has no state. */
    public CdImages() {}

    /**
     * What this CD image is.
     *
     * @throws ProblemException {@code CdMissing}, {@code FileUnreadable}, {@code NotACd}
     */
    public CdInfo inspect(Path file) throws ProblemException {
        Path absolute = file.toAbsolutePath();
        try (ImageBytes bytes = open(absolute)) {
            Descriptors found = readDescriptors(bytes);
            if (found.primary != null) {
                return ofIso(bytes, found, found.primary);
            } else if (found.udf) {
                return ofUdf(bytes);
            }
            throw new ProblemException(new MediaProblem.NotACd(absolute));
        } catch (IOException e) {
            throw ImageBytes.unreadable(absolute, e);
        }
    }

    /**
     * Whether the file holds the file system of a CD and nothing that is a disk: an image that can be written to a USB
     * stick too is a CD.
     *
     * @throws ProblemException {@code DiskMissing}, {@code FileUnreadable}, {@code NotADisk} for what is no file
     */
    public boolean isCd(Path file) throws ProblemException {
        Path absolute = file.toAbsolutePath();
        try (ImageBytes bytes = ImageBytes.open(absolute, new MediaProblem.DiskMissing(absolute))) {
            Descriptors found = readDescriptors(bytes);
            return found.primary != null || found.udf;
        } catch (IOException e) {
            throw ImageBytes.unreadable(absolute, e);
        }
    }

    /**
     * Looks for files of its ISO 9660 tree: each that is there, by the path it was asked for, with the beginning of its
     * text, at most 4 KiB; folders with none. A tree that is broken has what can be found in it.
     *
     * @param paths such as {@code .disk/info}; case does not count
     * @throws ProblemException {@code CdMissing}, {@code FileUnreadable}, {@code NotACd}
     */
    public Map<String, String> peek(Path file, Collection<String> paths) throws ProblemException {
        Path absolute = file.toAbsolutePath();
        try (ImageBytes bytes = open(absolute)) {
            Descriptors found = readDescriptors(bytes);
            List<CdTree> trees = new ArrayList<>();
            if (found.primary != null) {
                trees.add(new CdTree(bytes, found.primary, false));
            }
            if (found.joliet != null) {
                trees.add(new CdTree(bytes, found.joliet, true));
            }
            if (trees.isEmpty() && !found.udf) {
                throw new ProblemException(new MediaProblem.NotACd(absolute));
            }
            Map<String, String> texts = new LinkedHashMap<>();
            for (String path : paths) {
                for (CdTree tree : trees) {
                    Optional<CdTree.Node> node = tree.find(path);
                    if (node.isPresent()) {
                        texts.put(path, node.get().folder() ? "" : decode(tree.beginning(node.get(), LONGEST_PEEK)));
                        break;
                    }
                }
            }
            return texts;
        } catch (IOException e) {
            throw ImageBytes.unreadable(absolute, e);
        }
    }

    private static ImageBytes open(Path file) throws ProblemException {
        return ImageBytes.open(file, new MediaProblem.CdMissing("", file), new MediaProblem.NotACd(file));
    }

    /** What the volume recognition area, from sector 16 on, holds. */
    private static final class Descriptors {
        @Nullable
        ByteBuffer primary;

        @Nullable
        ByteBuffer joliet;

        boolean udf;
        long bootCatalogue;
    }

    private static Descriptors readDescriptors(ImageBytes bytes) throws IOException {
        Descriptors found = new Descriptors();
        for (int i = 0; i < MOST_DESCRIPTORS; i++) {
            ByteBuffer sector = bytes.upTo((long) (FIRST_DESCRIPTOR + i) * SECTOR, SECTOR);
            if (sector.limit() < SECTOR) {
                break;
            }
            switch (ImageBytes.text(sector.slice(1, 5))) {
                case "CD001" -> takeIso(found, sector);
                case "NSR02", "NSR03" -> found.udf = true;
                case "BEA01", "TEA01", "BOOT2", "CDW02" -> {}
                default -> {
                    return found;
                }
            }
        }
        return found;
    }

    private static void takeIso(Descriptors found, ByteBuffer sector) {
        sector.order(ByteOrder.LITTLE_ENDIAN);
        int type = sector.get(0) & 0xff;
        if (type == 1 && found.primary == null) {
            found.primary = sector;
        } else if (type == 2) {
            String escape = ImageBytes.text(sector.slice(88, 3));
            if (escape.equals("%/@") || escape.equals("%/C") || escape.equals("%/E")) {
                found.joliet = sector;
            }
        } else if (type == 0
                && ImageBytes.text(sector.slice(7, 23)).equals("EL TORITO SPECIFICATION")
                && found.bootCatalogue == 0) {
            found.bootCatalogue = Integer.toUnsignedLong(sector.getInt(71));
        }
    }

    private static CdInfo ofIso(ImageBytes bytes, Descriptors found, ByteBuffer primary) throws IOException {
        long blocks = Integer.toUnsignedLong(primary.getInt(80));
        int blockSize = Short.toUnsignedInt(primary.getShort(128));
        return new CdInfo(
                bytes.file(),
                bytes.size(),
                blocks * (blockSize == 0 ? SECTOR : blockSize),
                text(primary, 40, 32),
                text(primary, 8, 32),
                text(primary, 318, 128),
                text(primary, 446, 128),
                text(primary, 574, 128),
                found.joliet != null,
                found.udf,
                found.bootCatalogue == 0 ? List.of() : BootCatalogue.read(bytes, found.bootCatalogue));
    }

    private static CdInfo ofUdf(ImageBytes bytes) throws IOException {
        String label = UdfLabel.read(bytes);
        return new CdInfo(bytes.file(), bytes.size(), 0, label, "", "", "", "", false, true, List.of());
    }

    private static String text(ByteBuffer sector, int position, int length) {
        ByteBuffer field = sector.slice(position, length);
        return clean(decode(field));
    }

    /** The standard allows few characters; the world writes UTF-8 or Latin-1. */
    private static String decode(ByteBuffer field) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(field.duplicate())
                    .toString();
        } catch (CharacterCodingException e) {
            Charset latin = StandardCharsets.ISO_8859_1;
            return latin.decode(field.duplicate()).toString();
        }
    }

    /** Without padding; what could disturb a terminal or a list is replaced. */
    static String clean(String text) {
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip().replaceAll("\\p{C}", "\uFFFD");
    }

    /** The boot catalogue (El Torito 1.0, figures 2 to 5). */
    private static final class BootCatalogue {
        private static final int ENTRY = 32;
        private static final int MOST = 64;

        private BootCatalogue() {}

        static List<CdInfo.BootEntry> read(ImageBytes bytes, long sector) throws IOException {
            ByteBuffer all = bytes.upTo(sector * SECTOR, ENTRY * MOST).order(ByteOrder.LITTLE_ENDIAN);
            List<CdInfo.BootEntry> entries = new ArrayList<>();
            if (all.limit() < 2 * ENTRY || all.get(0) != 1 || all.getShort(30) != (short) 0xAA55) {
                return entries;
            }
            int platform = all.get(1) & 0xff;
            entries.add(entry(all, ENTRY, platform));
            int at = 2 * ENTRY;
            boolean more = true;
            while (more && at + ENTRY <= all.limit()) {
                int kind = all.get(at) & 0xff;
                if (kind != 0x90 && kind != 0x91) {
                    break;
                }
                more = kind == 0x90;
                platform = all.get(at + 1) & 0xff;
                int count = Short.toUnsignedInt(all.getShort(at + 2));
                at += ENTRY;
                for (int i = 0; i < count && at + ENTRY <= all.limit(); i++, at += ENTRY) {
                    entries.add(entry(all, at, platform));
                    at = skipExtensions(all, at);
                }
            }
            return entries;
        }

        private static int skipExtensions(ByteBuffer all, int entry) {
            int at = entry;
            while (at + 2 * ENTRY <= all.limit() && (all.get(at + ENTRY) & 0xff) == 0x44) {
                at += ENTRY;
            }
            return at;
        }

        private static CdInfo.BootEntry entry(ByteBuffer all, int at, int platform) {
            CdInfo.Platform known = switch (platform) {
                case 0 -> CdInfo.Platform.BIOS;
                case 0xEF -> CdInfo.Platform.UEFI;
                default -> CdInfo.Platform.OTHER;
            };
            return new CdInfo.BootEntry(
                    known,
                    (all.get(at) & 0xff) == 0x88,
                    Integer.toUnsignedLong(all.getInt(at + 8)),
                    Short.toUnsignedInt(all.getShort(at + 6)));
        }
    }

    /** The label of a UDF volume: anchor at sector 256 (ECMA-167 3/10.2), then the volume descriptor sequence. */
    private static final class UdfLabel {
        private static final int ANCHOR = 256;
        private static final int MOST = 64;

        private UdfLabel() {}

        static String read(ImageBytes bytes) throws IOException {
            ByteBuffer anchor = sector(bytes, ANCHOR);
            if (tag(anchor) != 2) {
                return "";
            }
            long count = Math.min(MOST, Integer.toUnsignedLong(anchor.getInt(16)) / SECTOR);
            long first = Integer.toUnsignedLong(anchor.getInt(20));
            String label = "";
            for (long i = 0; i < count; i++) {
                ByteBuffer descriptor = sector(bytes, first + i);
                switch (tag(descriptor)) {
                    case 1 -> label = label.isEmpty() ? dstring(descriptor, 24, 32) : label;
                    case 6 -> {
                        return dstring(descriptor, 84, 128);
                    }
                    case 0, 8 -> {
                        return label;
                    }
                    default -> {}
                }
            }
            return label;
        }

        private static ByteBuffer sector(ImageBytes bytes, long number) throws IOException {
            return bytes.upTo(number * SECTOR, SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** The identifier of a descriptor's tag (ECMA-167 3/7.2), or 0 where its checksum is wrong. */
        private static int tag(ByteBuffer sector) {
            if (sector.limit() < SECTOR) {
                return 0;
            }
            int sum = 0;
            for (int i = 0; i < 16; i++) {
                sum += i == 4 ? 0 : sector.get(i);
            }
            return (byte) sum == sector.get(4) ? Short.toUnsignedInt(sector.getShort(0)) : 0;
        }

        /** Characters of OSTA CS0 (UDF 2.60, 2.1.3): the last byte is the length, the first says how wide they are. */
        private static String dstring(ByteBuffer sector, int position, int size) {
            int length = Math.min(sector.get(position + size - 1) & 0xff, size - 1);
            if (length < 2) {
                return "";
            }
            ByteBuffer characters = sector.slice(position + 1, length - 1);
            boolean wide = sector.get(position) == 16;
            Charset charset = wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
            return clean(charset.decode(characters).toString());
        }
    }
}
