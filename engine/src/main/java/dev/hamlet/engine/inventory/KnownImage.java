package dev.hamlet.engine.inventory;

import dev.hamlet.engine.machine.FileUse;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk or CD image that Hamlet knows.
 *
 * @param file absolute, links followed where it is there; of a broken image of the library its folder
 * @param name what people call it: of an image of the library its name, else the file's name
 * @param kind what it is to a guest
 * @param place where it lies
 * @param format of a disk, else null
 * @param virtualBytes how large a disk a guest sees, or -1 where nobody knows
 * @param actualBytes what it takes on the host's disk, or -1 where nobody knows
 * @param base the file that a disk builds on, or null
 * @param uses the machines that use it, directly or below one of their disks
 * @param digest what the bytes of an image of the library came to when it came, such as {@code sha256:9f86d0…}, or null
 * @param check the last look at its bytes, if they have not changed since, or null
 * @param changed when its bytes last changed
 * @param problem why it cannot be used, or null
 */
public record KnownImage(
        Path file,
        String name,
        Kind kind,
        Place place,
        @Nullable DiskFormat format,
        long virtualBytes,
        long actualBytes,
        @Nullable Path base,
        List<FileUse> uses,
        @Nullable String digest,
        @Nullable ImageCheck check,
        Instant changed,
        @Nullable Problem problem) {
    /** Copies the list. */
    public KnownImage {
        uses = List.copyOf(uses);
    }

    /** What an image is to a guest. */
    public enum Kind {
        DISK,
        CD,
        /** A kernel with its initial file system. */
        KERNEL,
        /** An image of the library of which that cannot be told. */
        UNKNOWN
    }

    /** Where an image lies. */
    public enum Place {
        /** In the library: it never changes. */
        LIBRARY,
        /** In Hamlet's folder of disks that belong to no machine. */
        DISKS,
        /** In a machine's own folder. */
        MACHINE,
        /** In a folder of the user's. */
        ELSEWHERE
    }

    /** Whether a machine that uses it has a process now. */
    public boolean isInUse() {
        return uses.stream().anyMatch(use -> use.state().isLive());
    }

    /** The names of the machines that use it, each once. */
    public List<String> users() {
        return uses.stream().map(FileUse::name).distinct().sorted().toList();
    }
}
