package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.media.DiskFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that a publisher offers.
 *
 * @param id ASCII, such as {@code debian-12}; also the system id of machines made from it
 * @param system the family, such as {@code debian}
 * @param name the publisher's name of the system, such as {@code Debian}
 * @param version such as {@code 12} or {@code 24.04}
 * @param codename the publisher's word for the version, or empty
 * @param edition the publisher's word for this build of it, or empty
 * @param architecture such as {@code x86_64}
 * @param format of the image
 * @param sources where it is had, best first; a later one is asked only when an earlier one has it no more
 * @param size of the download as published, or null where no source was found for it; an estimate, never a check
 * @param cloudInit whether it reads a first-boot seed
 * @param user the account that the seed sets up when no other is named, or empty
 * @param minimumMemory it does not start well with less
 * @param recommendedMemory what to offer
 * @param minimumDisk it does not fit on less
 * @param recommendedDisk what to offer
 * @param firmware what it starts with, best first
 */
public record CatalogEntry(
        String id,
        String system,
        String name,
        String version,
        String codename,
        String edition,
        String architecture,
        DiskFormat format,
        List<ImageSource> sources,
        @Nullable ByteSize size,
        boolean cloudInit,
        String user,
        ByteSize minimumMemory,
        ByteSize recommendedMemory,
        ByteSize minimumDisk,
        ByteSize recommendedDisk,
        List<Firmware> firmware) {
    /** Copies the lists. */
    public CatalogEntry {
        sources = List.copyOf(sources);
        firmware = List.copyOf(firmware);
    }
}
