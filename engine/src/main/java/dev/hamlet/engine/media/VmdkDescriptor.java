package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text part of a VMDK (VMware's Virtual Disk Format 5.0, "The Descriptor File"): it names the files that hold the
 * content ("extents") and the disk that this one builds on. It is read as generously as QEMU reads it (block/vmdk.c), so
 * that no name that QEMU would open is overlooked.
 */
final class VmdkDescriptor {
    /** QEMU's sscanf takes any white space, line ends too, and also none, between the fields. */
    private static final Pattern EXTENT =
            Pattern.compile("RW\\s*[+-]?\\d+\\s*[^\\s\"]{1,10}?\\s*\"([^\"\\n\\r]*)\"", Pattern.CASE_INSENSITIVE);

    private static final Pattern PARENT = Pattern.compile("parentFileNameHint.{0,2}\"([^\"\\n\\r]+)\"");
    private static final int LONGEST = 1 << 20;
    private static final int EMBEDDED = 20 * 512;
    private static final int MOST_EXTENTS = 4096;

    private VmdkDescriptor() {}

    static boolean isDescriptor(ImageBytes bytes) throws IOException {
        String begin = ImageBytes.text(bytes.upTo(0, 64)).toLowerCase(Locale.ROOT);
        return begin.startsWith("# disk descriptorfile");
    }

    /** The disk that this one builds on; refuses extents that lie elsewhere. */
    static @Nullable Backing readBacking(ImageBytes bytes) throws ProblemException, IOException {
        String text;
        if (bytes.has(0, "KDMV")) {
            ByteBuffer header = bytes.upTo(0, 512).order(ByteOrder.LITTLE_ENDIAN);
            if (header.limit() < 512) {
                throw DiskMagic.notADisk(bytes, "a VMDK that ends within its header");
            }
            // QEMU looks for the parent here whatever the header says.
            text = utf8(bytes.upTo(512, EMBEDDED));
            if (isDescriptorInHeader(header)) {
                String whole = utf8(bytes.upTo(Math.clamp(header.getLong(28), 0, Long.MAX_VALUE >> 9) << 9, LONGEST));
                refuseExtentsElsewhere(bytes.file(), whole);
                text += whole;
            }
        } else if (bytes.has(0, "COWD")) {
            return null;
        } else {
            text = utf8(bytes.upTo(0, LONGEST));
            refuseExtentsElsewhere(bytes.file(), text);
        }
        Matcher parent = PARENT.matcher(text);
        if (!parent.find()) {
            return null;
        }
        String reference = parent.group(1);
        // The parent of a VMDK is a VMDK: the format has no word for another.
        return new Backing(reference, Backing.fileOf(reference, bytes.file()), DiskFormat.VMDK.word());
    }

    /** Whether this disk's content lies in further files. */
    static boolean hasExtents(Path file) throws ProblemException {
        try (ImageBytes bytes = ImageBytes.open(file, new MediaProblem.DiskMissing(file))) {
            return isDescriptor(bytes)
                    || (bytes.has(0, "KDMV")
                            && bytes.size() >= 512
                            && isDescriptorInHeader(bytes.at(0, 512).order(ByteOrder.LITTLE_ENDIAN)));
        } catch (IOException e) {
            throw ImageBytes.unreadable(file, e);
        }
    }

    /** A capacity of 0 tells QEMU that the header only holds a descriptor, which then names extents. */
    private static boolean isDescriptorInHeader(ByteBuffer header) {
        return header.getLong(12) == 0;
    }

    private static void refuseExtentsElsewhere(Path file, String text) throws ProblemException, IOException {
        Matcher extent = EXTENT.matcher(text);
        for (int count = 0; extent.find(); count++) {
            String name = extent.group(1);
            if (count >= MOST_EXTENTS || name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('/') >= 0) {
                throw new ProblemException(new MediaProblem.ReferenceRefused(file, name));
            }
            Path part = Backing.fileOf(name, file);
            if (part == null || Files.isSymbolicLink(part)) {
                throw new ProblemException(new MediaProblem.ReferenceRefused(file, name));
            }
            if (!Files.exists(part)) {
                throw new ProblemException(new MediaProblem.BackingMissing(file, part));
            }
            refuseNested(file, name, part);
        }
    }

    /** An extent whose own header holds a descriptor could name yet other files. */
    private static void refuseNested(Path file, String name, Path part) throws ProblemException, IOException {
        if (!Files.isRegularFile(part)) {
            throw new ProblemException(new MediaProblem.ReferenceRefused(file, name));
        }
        try (ImageBytes bytes = ImageBytes.open(part, new MediaProblem.BackingMissing(file, part))) {
            if (bytes.has(0, "KDMV")
                    && bytes.size() >= 512
                    && isDescriptorInHeader(bytes.at(0, 512).order(ByteOrder.LITTLE_ENDIAN))) {
                throw new ProblemException(new MediaProblem.ReferenceRefused(file, name));
            }
        }
    }

    private static String utf8(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }
}
