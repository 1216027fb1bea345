package dev.hamlet.engine.media;

import dev.hamlet.engine.host.ByteSize;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a disk image is.
 *
 * @param file absolute
 * @param format by its magic or, where one was recorded, as recorded
 * @param virtualSize what a guest sees
 * @param actualSize what it takes on the host's disk now
 * @param backing the disk it builds on, unopened, or null
 * @param encrypted whether its content is
 * @param dirty whether it was not closed in good order and needs a check
 * @param corrupt whether it is marked as damaged
 */
public record DiskInfo(
        Path file,
        DiskFormat format,
        ByteSize virtualSize,
        ByteSize actualSize,
        @Nullable Backing backing,
        boolean encrypted,
        boolean dirty,
        boolean corrupt) {}
