package dev.hamlet.engine.inventory;

import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Locale;

/** The format of a disk that no machine and no library records. */
final class LooseDisks {
    private LooseDisks() {}

    /**
     * By its name where that says raw, since a guest writes the first bytes of such a disk; else by its magic.
     *
     * @throws ProblemException as {@link DiskHeader#read(Path)}
     */
    static DiskFormat formatOf(Path file) throws ProblemException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".raw") ? DiskFormat.RAW : DiskHeader.read(file).format();
    }
}
