package dev.hamlet.nativebridge;

/**
 * An open file that a started process is given.
 *
 * @param source its number in this process; stays open here
 * @param target its number in the started process, 3 or above
 */
public record PassedDescriptor(int source, int target) {
    /** Refuses numbers that are not descriptors, and the three standard streams as targets. */
    public PassedDescriptor {
        if (source < 0) {
            throw new IllegalArgumentException("Not a descriptor: " + source);
        }
        if (target < 3 || target > 255) {
            throw new IllegalArgumentException("Not a target from 3 to 255: " + target);
        }
    }
}
