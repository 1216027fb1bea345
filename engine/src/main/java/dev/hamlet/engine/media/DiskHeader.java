package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a disk file says of itself in its first bytes, read without any program and without opening another file, apart
 * from the extents of a VMDK, whose kind is looked at. Cheap: a few reads.
 *
 * @param file absolute
 * @param format by the file's magic; no magic is raw
 * @param backing the disk it builds on, or null
 * @param encrypted whether its content is
 * @param virtualBytes how large a disk a guest sees, or -1 where the first bytes do not tell
 */
public record DiskHeader(
        Path file, DiskFormat format, @Nullable Backing backing, boolean encrypted, long virtualBytes) {
    /**
     * Reads the header of a file whose format nobody has recorded.
     *
     * @throws ProblemException {@code DiskMissing}, {@code FileUnreadable}, {@code NotADisk}; {@code ReferenceRefused} if
     *     its own content lies partly in files elsewhere, {@code BackingMissing} if such a part is missing
     */
    public static DiskHeader read(Path file) throws ProblemException {
        Path absolute = file.toAbsolutePath();
        try (ImageBytes bytes = ImageBytes.open(absolute, new MediaProblem.DiskMissing(absolute))) {
            return DiskMagic.read(bytes);
        } catch (IOException e) {
            throw ImageBytes.unreadable(absolute, e);
        }
    }

    /**
     * Reads the header of a file whose format is recorded. A raw disk is believed to be raw whatever its first bytes say,
     * since a guest writes them.
     *
     * @throws ProblemException as {@link #read(Path)}, and {@code DiskFormatWrong}
     */
    public static DiskHeader read(Path file, DiskFormat recorded) throws ProblemException {
        Path absolute = file.toAbsolutePath();
        try (ImageBytes bytes = ImageBytes.open(absolute, new MediaProblem.DiskMissing(absolute))) {
            if (recorded == DiskFormat.RAW) {
                return new DiskHeader(absolute, DiskFormat.RAW, null, false, bytes.size());
            }
            DiskFormat actual = DiskMagic.format(bytes);
            if (actual != recorded) {
                throw new ProblemException(new MediaProblem.DiskFormatWrong(absolute, actual.word(), recorded.word()));
            }
            return DiskMagic.read(bytes);
        } catch (IOException e) {
            throw ImageBytes.unreadable(absolute, e);
        }
    }
}
