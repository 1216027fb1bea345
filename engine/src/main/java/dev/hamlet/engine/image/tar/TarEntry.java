package dev.hamlet.engine.image.tar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** One entry of an archive. Nothing in it is safe to be used as a path. */
public sealed interface TarEntry {
    /** What entries of all kinds have. */
    Facts facts();

    /** The name as the archive has it, without what PAX or GNU put in its place for old readers. */
    default ByteText name() {
        return facts().name();
    }

    /**
     * What entries of all kinds have.
     *
     * @param name never empty
     * @param permissions the twelve bits of chmod(2)
     * @param uid owner, 0 to 4294967294
     * @param gid group, likewise
     * @param modifiedSeconds when the content last changed, seconds since 1970 in UTC
     * @param modifiedNanos and nanoseconds, 0 to 999999999
     * @param attributes extended attributes by name, byte for byte, in the archive's order
     */
    record Facts(
            ByteText name,
            int permissions,
            long uid,
            long gid,
            long modifiedSeconds,
            int modifiedNanos,
            Map<ByteText, ByteText> attributes) {
        /** Copies the map, keeping its order. */
        public Facts {
            attributes = attributes.isEmpty() ? Map.of() : unmodifiable(attributes);
        }

        private static SequencedMap<ByteText, ByteText> unmodifiable(Map<ByteText, ByteText> map) {
            return java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
        }

        /** A file of root that anybody may read, of the beginning of 1970. */
        public static Facts of(String name, int permissions) {
            return new Facts(ByteText.of(name), permissions, 0, 0, 0, 0, Map.of());
        }
    }

    /**
     * A piece of a file that has content; between pieces are holes.
     *
     * @param offset where it begins in the file
     * @param length how long it is
     */
    record Piece(long offset, long length) {}

    /**
     * A regular file; the reader then has its content.
     *
     * @param size its length, holes and all
     * @param pieces where its content lies, ascending and apart; of an ordinary file one piece, or none if it is empty
     */
    record RegularFile(Facts facts, long size, List<Piece> pieces) implements TarEntry {
        /** Copies the list. */
        public RegularFile {
            pieces = List.copyOf(pieces);
        }

        /** A file without holes. */
        public static RegularFile whole(Facts facts, long size) {
            return new RegularFile(facts, size, size == 0 ? List.of() : List.of(new Piece(0, size)));
        }
    }

    /** A directory. */
    record Folder(Facts facts) implements TarEntry {}

    /** A symbolic link; the target is any text. */
    record SymbolicLink(Facts facts, ByteText target) implements TarEntry {}

    /** Another name of an entry of this archive, which may come later. */
    record HardLink(Facts facts, ByteText target) implements TarEntry {}

    /** A character device, or a block device. */
    record Device(Facts facts, boolean block, int major, int minor) implements TarEntry {}

    /** A FIFO. */
    record Pipe(Facts facts) implements TarEntry {}
}
