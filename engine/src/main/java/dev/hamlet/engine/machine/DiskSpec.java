package dev.hamlet.engine.machine;

import dev.hamlet.engine.media.DiskFormat;
import java.nio.file.Path;

/**
 * A disk of a machine.
 *
 * @param id ASCII, unique in its machine, such as {@code disk0}; names the device in the guest's hypervisor
 * @param file the image: absolute, or relative to the machine's folder for a disk that belongs to the machine alone
 * @param format of the image; never guessed at a start
 * @param readOnly whether the guest may only read
 */
public record DiskSpec(String id, Path file, DiskFormat format, boolean readOnly) {}
