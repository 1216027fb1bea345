package dev.hamlet.engine.container;

import java.time.Instant;
import java.util.Optional;

/**
 * A file as it is seen in a container.
 *
 * @param name in its folder
 * @param kind what it is
 * @param size length in bytes
 * @param permissions the twelve bits of chmod(2)
 * @param uid owner, as the container counts
 * @param gid group, likewise
 * @param modified when its content last changed
 * @param target where a link leads, else empty
 * @param change how it differs from the image's; empty where it does not, and for what is mounted
 * @param mounted whether something else is mounted there
 */
public record ContainerFile(
        String name,
        Kind kind,
        long size,
        int permissions,
        long uid,
        long gid,
        Instant modified,
        String target,
        Optional<FileChange.Kind> change,
        boolean mounted) {
    /** Kinds of files. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** A symbolic link to a folder. */
        FOLDER_LINK,
        /** Another symbolic link. */
        LINK,
        /** A device, a pipe or a socket. */
        SPECIAL
    }

    /** Whether there may be files in it. */
    public boolean isFolder() {
        return kind == Kind.FOLDER || kind == Kind.FOLDER_LINK;
    }
}
