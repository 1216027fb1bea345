package dev.hamlet.engine.media;

import java.nio.file.Path;
import java.util.List;

/**
 * What a CD image says of itself. Texts are as in the image, without the padding, unprintable characters replaced.
 *
 * @param file absolute
 * @param fileBytes length of the file
 * @param volumeBytes length that the volume descriptor claims, or 0 where it claims none
 * @param volumeId the label, such as {@code Debian 12.5.0 amd64 n}
 * @param systemId of the volume descriptor
 * @param publisher of the volume descriptor
 * @param preparer of the volume descriptor
 * @param application of the volume descriptor
 * @param joliet whether it has a Joliet tree
 * @param udf whether it has a UDF file system
 * @param boot the entries of its El Torito catalogue
 */
public record CdInfo(
        Path file,
        long fileBytes,
        long volumeBytes,
        String volumeId,
        String systemId,
        String publisher,
        String preparer,
        String application,
        boolean joliet,
        boolean udf,
        List<BootEntry> boot) {
    /** Copies the list. */
    public CdInfo {
        boot = List.copyOf(boot);
    }

    /** What firmware an entry of the boot catalogue is for. */
    public enum Platform {
        /** The BIOS of a PC. */
        BIOS,
        /** Any UEFI firmware; the image inside says for which processor. */
        UEFI,
        /** Another, such as PowerPC. */
        OTHER
    }

    /**
     * An entry of the boot catalogue.
     *
     * @param platform what firmware it is for
     * @param bootable whether it is marked so
     * @param sector where its image begins, in sectors of 2048 bytes
     * @param sectors how many sectors of 512 bytes are loaded
     */
    public record BootEntry(Platform platform, boolean bootable, long sector, int sectors) {}

    /** Whether a BIOS can start it. */
    public boolean bootsBios() {
        return boots(Platform.BIOS);
    }

    /** Whether a UEFI firmware can start it by its boot catalogue. */
    public boolean bootsUefi() {
        return boots(Platform.UEFI);
    }

    private boolean boots(Platform platform) {
        return boot.stream().anyMatch(entry -> entry.bootable() && entry.platform() == platform);
    }

    /** Whether the file ends before the volume does: a download that was cut off. */
    public boolean isTruncated() {
        return volumeBytes > fileBytes;
    }
}
