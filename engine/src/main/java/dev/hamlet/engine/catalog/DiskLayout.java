package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import java.util.Locale;

/**
 * Where the partitions of a guest's disk lie: one for the boot loader of a BIOS, one for the firmware's own (EFI System
 * Partition, UEFI specification section 13.3), and the root, numbered as in Debian's own cloud images. The root comes last,
 * so that it can grow with the disk.
 *
 * @param size of the disk, whole MiB
 */
record DiskLayout(ByteSize size) {
    /** Bytes of a sector. */
    static final int SECTOR = 512;

    private static final long MEBIBYTE = (1 << 20) / SECTOR;

    /** Partitions begin at whole MiB; before the first lies the table. */
    private static final long BIOS_START = MEBIBYTE;

    private static final long BIOS_SECTORS = MEBIBYTE;
    private static final long EFI_START = BIOS_START + BIOS_SECTORS;
    private static final long EFI_SECTORS = 64 * MEBIBYTE;
    private static final long ROOT_START = EFI_START + EFI_SECTORS;

    /** Kept free at the end for the table's copy. */
    private static final long TAIL = MEBIBYTE;

    /** The first sector of the partition that GRUB's core image lies in. */
    long biosStart() {
        return BIOS_START;
    }

    /** The most that GRUB's core image may take. */
    int biosBytes() {
        return (int) BIOS_SECTORS * SECTOR;
    }

    /** The first sector of the firmware's partition. */
    long efiStart() {
        return EFI_START;
    }

    /** The size of the firmware's partition. */
    long efiKibibytes() {
        return EFI_SECTORS * SECTOR / 1024;
    }

    /** The first sector of the root. */
    long rootStart() {
        return ROOT_START;
    }

    /** The size of the root. */
    long rootKibibytes() {
        return rootSectors() * SECTOR / 1024;
    }

    private long rootSectors() {
        return size.bytes() / SECTOR - ROOT_START - TAIL;
    }

    /** What sfdisk(8) reads to write the table. */
    String script() {
        return "label: gpt\nunit: sectors\n"
                + line(14, BIOS_START, BIOS_SECTORS, "21686148-6449-6E6F-744E-656564454649", "bios")
                + line(15, EFI_START, EFI_SECTORS, "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "efi")
                + line(1, ROOT_START, rootSectors(), "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709", "root");
    }

    private static String line(int number, long start, long sectors, String type, String name) {
        return String.format(
                Locale.ROOT, "%d : start=%d, size=%d, type=%s, name=%s\n", number, start, sectors, type, name);
    }
}
