package dev.hamlet.engine.media;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The disk that another disk builds on, as that other one records it. Nothing of it was opened.
 *
 * @param reference the record as it stands in the file
 * @param file the file that is meant, absolute, or null where the reference is no name of a file (a network address, an
 *     option string)
 * @param formatWord the recorded format in QEMU's word, or null where none is recorded
 */
public record Backing(
        String reference, @Nullable Path file, @Nullable String formatWord) {
    /** The recorded format, if there is one and it is known here. */
    public Optional<DiskFormat> format() {
        return formatWord == null ? Optional.empty() : DiskFormat.ofWord(formatWord);
    }

    /**
     * What QEMU would make of this reference in that disk: "protocol:" before the first slash, and {@code json:}, are
     * never names of files (QEMU's path_has_protocol); anything else is, relative to the disk's folder.
     */
    static @Nullable Path fileOf(String reference, Path disk) {
        int colon = reference.indexOf(':');
        int slash = reference.indexOf('/');
        if (reference.isEmpty() || (colon >= 0 && (slash < 0 || colon < slash))) {
            return null;
        }
        try {
            return disk.toAbsolutePath().resolveSibling(reference);
        } catch (java.nio.file.InvalidPathException e) {
            return null;
        }
    }
}
