package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.media.DiskFormat;
import java.nio.file.Path;

/**
 * A disk of a machine.
 *
 * @param id ASCII, unique in its machine, such as {@code disk0}; names the device in the guest's hypervisor
 * @param file the image: absolute, or relative to the machine's folder for a disk that belongs to the machine alone
 * @param format of the image; never guessed at a start
 * @param readOnly whether the guest may only read
 * @param limit how much the guest may read and write in a second, together; {@link #UNLIMITED} for no limit
 */
public record DiskSpec(String id, Path file, DiskFormat format, boolean readOnly, ByteSize limit) {
    /** No limit. */
    public static final ByteSize UNLIMITED = new ByteSize(0);

    /** A disk without a limit. */
    public DiskSpec(String id, Path file, DiskFormat format, boolean readOnly) {
        this(id, file, format, readOnly, UNLIMITED);
    }

    /** The same with another limit. */
    public DiskSpec withLimit(ByteSize perSecond) {
        return new DiskSpec(id, file, format, readOnly, perSecond);
    }
}
