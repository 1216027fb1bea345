package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Tells formats of disks by their magic bytes, and reads what the headers refer to. */
final class DiskMagic {
    /** Magics of formats that Hamlet does not run; taken for raw they would be a disk full of noise. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("QED\0", "a QED image, a format that QEMU gave up"),
            Map.entry("WithoutFreeSpace", "an image of Parallels"),
            Map.entry("WithouFreSpacExt", "an image of Parallels"),
            Map.entry("\u001f\u008b", "compressed with gzip: unpack it first"),
            Map.entry("\u00fd7zXZ\0", "compressed with xz: unpack it first"),
            Map.entry("(\u00b5/\u00fd", "compressed with zstd: unpack it first"),
            Map.entry("BZh", "compressed with bzip2: unpack it first"),
            Map.entry("PK\u0003\u0004", "a zip archive: unpack it first"),
            Map.entry("7z\u00bc\u00af'\u001c", "a 7z archive: unpack it first"),
            Map.entry("<!doctype", "a web page"),
            Map.entry("<html", "a web page"));

    private static final int VHD_FOOTER = 512;
    private static final int SECTOR = 512;

    private DiskMagic() {}

    /**
     * The format by the file's magic.
     *
     * @throws ProblemException {@code NotADisk} if it is surely something else
     */
    static DiskFormat format(ImageBytes bytes) throws ProblemException, IOException {
        if (bytes.size() == 0) {
            throw notADisk(bytes, "the file is empty");
        }
        if (bytes.has(0, "QFI\u00fb")) {
            return DiskFormat.QCOW2;
        } else if (bytes.has(0, "KDMV") || bytes.has(0, "COWD") || VmdkDescriptor.isDescriptor(bytes)) {
            return DiskFormat.VMDK;
        } else if (bytes.has(0x40, "\u007f\u0010\u00da\u00be")) {
            return DiskFormat.VDI;
        } else if (bytes.has(0, "vhdxfile")) {
            return DiskFormat.VHDX;
        } else if (bytes.has(0, "conectix") || endsAsFixedVhd(bytes)) {
            return DiskFormat.VPC;
        }
        String begin = ImageBytes.text(bytes.upTo(0, 16));
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (begin.toLowerCase(Locale.ROOT).startsWith(other.getKey().toLowerCase(Locale.ROOT))) {
                throw notADisk(bytes, other.getValue());
            }
        }
        if (bytes.has(257, "ustar")) {
            throw notADisk(bytes, "a tar archive: unpack it first");
        } else if (bytes.has(Math.max(0, bytes.size() - 512), "koly")) {
            throw notADisk(bytes, "a disk image of Apple (dmg)");
        }
        requireSectors(bytes.file(), bytes.size());
        return DiskFormat.RAW;
    }

    /** A raw disk has no mark of its own, but whole sectors; QEMU waits for ever for the rest of one. */
    static void requireSectors(Path file, long size) throws ProblemException {
        if (size % SECTOR != 0) {
            throw new ProblemException(new MediaProblem.NotADisk(
                    file,
                    "it bears the mark of no disk format, and for a raw disk its " + size
                            + " bytes are no whole sectors of " + SECTOR));
        }
    }

    /** The header; see {@link DiskHeader#read}. */
    static DiskHeader read(ImageBytes bytes) throws ProblemException, IOException {
        DiskFormat format = format(bytes);
        return switch (format) {
            case QCOW2 -> QcowHeader.read(bytes);
            case VMDK -> new DiskHeader(bytes.file(), format, VmdkDescriptor.readBacking(bytes), false, -1);
            case RAW -> new DiskHeader(bytes.file(), format, null, bytes.has(0, "LUKS\u00ba\u00be"), bytes.size());
            case VDI, VHDX, VPC -> new DiskHeader(bytes.file(), format, null, false, -1);
        };
    }

    /**
     * A fixed VHD has no header, only a footer (Virtual Hard Disk Image Format Specification 1.0, "Hard Disk Footer
     * Format"). It is believed only with its checksum.
     */
    private static boolean endsAsFixedVhd(ImageBytes bytes) throws IOException {
        if (bytes.size() < 2 * VHD_FOOTER || !bytes.has(bytes.size() - VHD_FOOTER, "conectix")) {
            return false;
        }
        ByteBuffer footer = bytes.at(bytes.size() - VHD_FOOTER, VHD_FOOTER);
        int sum = 0;
        for (int i = 0; i < VHD_FOOTER; i++) {
            // The checksum itself lies at 64 to 67.
            sum += i >= 64 && i < 68 ? 0 : footer.get(i) & 0xff;
        }
        return footer.getInt(64) == ~sum && footer.getInt(60) == 2;
    }

    static ProblemException notADisk(ImageBytes bytes, String why) {
        return new ProblemException(new MediaProblem.NotADisk(bytes.file(), why));
    }
}
