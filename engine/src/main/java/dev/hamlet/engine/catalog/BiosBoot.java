package dev.hamlet.engine.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Puts GRUB where a BIOS starts it: its boot image into the first sector, its core image into a partition of its own, each
 * told where the next piece lies. What grub-bios-setup does to a device, done to a file, without one. The places are those
 * of GRUB 2's {@code include/grub/i386/pc/boot.h} and {@code grub-core/boot/i386/pc/diskboot.S}.
 */
final class BiosBoot {
    /** The boot image's code ends here; the disk's signature and the table of partitions follow. */
    private static final int CODE = 440;

    /** In the boot image: the first sector of the core image, 8 bytes. */
    private static final int CORE_SECTOR = 0x5c;

    /** In the core image's first sector: where the rest begins (8 bytes), how many sectors it has (2), its segment (2). */
    private static final int REST = DiskLayout.SECTOR - 12;

    private BiosBoot() {}

    /** The boot image's code, which loads the core image from this sector. */
    static ByteBuffer boot(byte[] image, long coreSector) throws IOException {
        if (image.length != DiskLayout.SECTOR) {
            throw new IOException("GRUB's boot image has " + image.length + " bytes, not " + DiskLayout.SECTOR);
        }
        ByteBuffer code = copy(image);
        code.putLong(CORE_SECTOR, coreSector);
        return code.limit(CODE);
    }

    /** The core image for this sector and the next ones. */
    static ByteBuffer core(byte[] image, long coreSector, int most) throws IOException {
        if (image.length <= DiskLayout.SECTOR || image.length > most) {
            throw new IOException("GRUB's core image has " + image.length + " bytes; " + most + " are the most");
        }
        ByteBuffer core = copy(image);
        int sectors = Short.toUnsignedInt(core.getShort(REST + Long.BYTES));
        int needed = (image.length - 1) / DiskLayout.SECTOR;
        if (sectors < needed) {
            throw new IOException("GRUB's core image loads " + sectors + " sectors of " + needed);
        }
        core.putLong(REST, coreSector + 1);
        return core;
    }

    private static ByteBuffer copy(byte[] image) {
        return ByteBuffer.wrap(image.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes both to a disk image that has its partitions. */
    static void install(Path disk, byte[] boot, byte[] core, DiskLayout layout) throws IOException {
        try (FileChannel channel = FileChannel.open(disk, StandardOpenOption.WRITE)) {
            writeAll(channel, boot(boot, layout.biosStart()), 0);
            writeAll(
                    channel,
                    core(core, layout.biosStart(), layout.biosBytes()),
                    layout.biosStart() * DiskLayout.SECTOR);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer content, long position) throws IOException {
        long at = position;
        while (content.hasRemaining()) {
            at += channel.write(content, at);
        }
    }
}
