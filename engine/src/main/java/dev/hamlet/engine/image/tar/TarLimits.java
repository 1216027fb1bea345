package dev.hamlet.engine.image.tar;

/**
 * What a reader takes before it refuses an archive, so that a small file cannot fill a disk, a table of inodes or the
 * memory.
 *
 * @param entries how many entries
 * @param bytes how long all of the archive may be, unpacked, and how long any file in it
 * @param name how many bytes a name or a target may have; the kernel takes 4095 for a path
 * @param depth how many names deep a path may be
 */
public record TarLimits(long entries, long bytes, int name, int depth) {
    /** For layers of images: the largest that are published have some hundred thousand files and some ten gigabytes. */
    public static final TarLimits LAYER = new TarLimits(2_000_000, 128L << 30, 4095, 256);
}
