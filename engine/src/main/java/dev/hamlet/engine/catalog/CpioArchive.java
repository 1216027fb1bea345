package dev.hamlet.engine.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An archive in the "newc" form of cpio, which Linux takes as its initial file system (the kernel's
 * {@code Documentation/driver-api/early-userspace/buffer-format.rst}). Everything belongs to root and is as old as the
 * epoch, so that the same content makes the same bytes. Used by one thread.
 */
final class CpioArchive {
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int SYMLINK = 0120000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int MODE_BITS = 07777;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int inode;

    /** A folder; the ones above it must be there already. */
    CpioArchive directory(String path, int mode) {
        return entry(path, DIRECTORY | (mode & MODE_BITS), 2, 0, 0, new byte[0]);
    }

    /** A file. */
    CpioArchive file(String path, int mode, byte[] content) {
        return entry(path, REGULAR | (mode & MODE_BITS), 1, 0, 0, content);
    }

    /** A symbolic link. */
    CpioArchive symlink(String path, String target) {
        return entry(path, SYMLINK | 0777, 1, 0, 0, target.getBytes(StandardCharsets.UTF_8));
    }

    /** A character device. */
    CpioArchive device(String path, int mode, int major, int minor) {
        return entry(path, CHARACTER_DEVICE | (mode & MODE_BITS), 1, major, minor, new byte[0]);
    }

    /** The whole archive; nothing may be added afterwards. */
    byte[] finish() {
        inode = -1;
        entry("TRAILER!!!", 0, 1, 0, 0, new byte[0]);
        return out.toByteArray();
    }

    private CpioArchive entry(String path, int mode, int links, int major, int minor, byte[] content) {
        if (path.isEmpty() || path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a path in an archive: " + path);
        }
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        inode++;
        int[] fields = {
            inode, mode, 0, 0, links, 0, content.length, 0, 0, major, minor, name.length + 1, 0,
        };
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format(Locale.ROOT, "%08X", field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        out.write(0);
        pad();
        out.writeBytes(content);
        pad();
        return this;
    }

    private void pad() {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }
}
