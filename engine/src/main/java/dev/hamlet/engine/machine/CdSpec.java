package dev.hamlet.engine.machine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A CD drive of a machine.
 *
 * @param id ASCII, unique in its machine, such as {@code cd0}
 * @param file the CD image: absolute, or relative to the machine's folder; null for an empty drive
 */
public record CdSpec(String id, @Nullable Path file) {
    /** The id of the drive that sets up a cloud image's guest at its first start. */
    public static final String SEED = "seed";
}
