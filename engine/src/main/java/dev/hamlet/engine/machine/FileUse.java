package dev.hamlet.engine.machine;

import dev.hamlet.engine.media.DiskFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * That a machine uses a file.
 *
 * @param file absolute, as the machine names it
 * @param machine which machine
 * @param name what people call the machine
 * @param state where the machine stood when it was last looked at
 * @param role what the file is to it
 * @param format of a disk as the machine records it, else null
 */
public record FileUse(
        Path file,
        MachineId machine,
        String name,
        MachineState state,
        Role role,
        @Nullable DiskFormat format) {
    /** What a file is to a machine. */
    public enum Role {
        /** One of its disks. */
        DISK,
        /** What one of its disks builds on, directly or not. */
        BASE,
        /** The CD in one of its drives. */
        CD,
        /** The first-boot settings that Hamlet made for it. */
        SEED,
        /** A kernel, or its initial file system. */
        KERNEL,
        /** What its guest was started with and still has; its settings name it no more. */
        STARTED_WITH
    }
}
