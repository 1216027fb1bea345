package dev.hamlet.engine.media;

/**
 * What a check of a disk's structure found.
 *
 * @param supported whether the format can be checked at all; raw disks cannot
 * @param corruptions errors that may have cost data
 * @param leaks clusters that are taken and not used: harmless
 * @param failures errors that kept the check from its end
 */
public record DiskCheck(boolean supported, int corruptions, int leaks, int failures) {
    /** Whether nothing bad was found. */
    public boolean isSound() {
        return corruptions == 0 && failures == 0;
    }
}
