package dev.hamlet.engine.image.tar;

import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarEntry.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive from a stream, entry by entry: ustar, PAX, GNU and the older form, with GNU's long names, sparse files of
 * all forms, numbers of base 256, and attributes of star and libarchive. Whatever the bytes are, it ends, takes bounded
 * memory, and fails with {@link TarViolation} or the stream's own failure alone. It does not close the stream. Used by one
 * thread.
 */
public final class TarReader {
    /** Attributes may have 64 KiB each and are in one header with all others. */
    private static final int EXTENDED_MOST = 1 << 20;

    private static final int GLOBAL_HEADERS_MOST = 1000;
    private static final long ID_MOST = 0xfffffffeL;
    private static final int BUFFER = 1 << 16;

    private final TarInput in;
    private final TarLimits limits;
    private final byte[] buffer = new byte[BUFFER];
    private PaxRecords global = PaxRecords.none();
    private int globals;
    private long globalBytes;
    private long entries;
    private List<Piece> pieces = List.of();
    private boolean ended;

    /** A reader of this stream, which need not be buffered. */
    public TarReader(InputStream in, TarLimits limits) {
        this.in = new TarInput(in, limits.bytes());
        this.limits = limits;
    }

    /** Takes content as it comes. */
    @FunctionalInterface
    public interface Sink {
        /** The first {@code length} bytes of the buffer belong at this position of the file. */
        void take(long position, byte[] buffer, int length) throws IOException;
    }

    /** What the headers before an entry's own say of it. */
    private static final class Ahead {
        private PaxRecords records;
        private byte @Nullable [] longName;
        private byte @Nullable [] longTarget;

        Ahead(PaxRecords global) {
            records = global;
        }
    }

    /**
     * The next entry, or null at the end of the archive. What was not read of the one before is passed over.
     *
     * @throws TarViolation if the bytes are no archive, or beyond the limits
     * @throws IOException if the stream fails
     */
    public @Nullable TarEntry next() throws IOException {
        if (ended) {
            return null;
        }
        in.end();
        Ahead ahead = new Ahead(global);
        int extended = 0;
        while (true) {
            byte[] block = in.block();
            if (block == null || TarHeader.isBlank(block)) {
                ended = true;
                requireEnd(block, extended > 0);
                return null;
            }
            TarHeader header = TarHeader.of(block, in.position());
            if (readAhead(header, ahead)) {
                extended++;
                // Some write a GNU name, a GNU target and an extended header for one entry; nobody writes many.
                if (extended > 16) {
                    throw header.wrong("extended headers without end");
                }
                continue;
            }
            if (++entries > limits.entries()) {
                throw new TarViolation("more than the " + limits.entries() + " entries that an archive may have");
            }
            return entry(header, ahead);
        }
    }

    /** An archive ends with two blank blocks; some end with one, some with none. */
    private void requireEnd(byte @Nullable [] first, boolean headersLeft) throws IOException {
        if (headersLeft) {
            throw new TarViolation("cut off: it ends after " + in.position() + " bytes, before the entry of a header");
        }
        if (first != null) {
            byte[] second = in.block();
            if (second != null && !TarHeader.isBlank(second)) {
                throw new TarViolation("at byte " + (in.position() - 2L * TarInput.BLOCK)
                        + ": a blank block in the middle of the archive");
            }
        } else if (entries == 0) {
            throw new TarViolation("it is empty");
        }
    }

    /** Reads a header that speaks of the entry after it; answers whether it was one. */
    private boolean readAhead(TarHeader header, Ahead ahead) throws IOException {
        switch (header.type()) {
            case 'x', 'X' -> {
                begin(header);
                ahead.records = ahead.records.with(in.all(EXTENDED_MOST, "an extended header"), in.position());
            }
            case 'g' -> {
                begin(header);
                byte[] records = in.all(EXTENDED_MOST, "a global header");
                globalBytes += records.length;
                if (++globals > GLOBAL_HEADERS_MOST || globalBytes > EXTENDED_MOST) {
                    throw header.wrong("global headers without end");
                }
                global = global.with(records, in.position());
                ahead.records = global;
            }
            case 'L' -> {
                begin(header);
                ahead.longName = upToZero(in.all(limits.name() + TarInput.BLOCK, "a long name"));
            }
            case 'K' -> {
                begin(header);
                ahead.longTarget = upToZero(in.all(limits.name() + TarInput.BLOCK, "a long target"));
            }
            case 'V' -> {
                // The label of a tape.
                begin(header);
                in.end();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void begin(TarHeader header) throws TarViolation {
        long size = header.size();
        if (size < 0) {
            throw header.wrong("a size below zero");
        }
        in.begin(size);
    }

    private static byte[] upToZero(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return java.util.Arrays.copyOf(text, end);
    }

    private TarEntry entry(TarHeader header, Ahead ahead) throws IOException {
        pieces = List.of();
        ByteText name = name(header, ahead);
        Facts facts = facts(header, ahead, name);
        char type = header.type();
        return switch (type) {
            case '0', '\0', '7', 'S' -> {
                // Before POSIX a directory was a file whose name ends with a slash.
                if (type == '\0' && name.length() > 0 && name.at(name.length() - 1) == '/') {
                    yield new TarEntry.Folder(facts);
                }
                yield file(header, ahead, facts);
            }
            case '1' -> new TarEntry.HardLink(facts, target(header, ahead));
            case '2' -> new TarEntry.SymbolicLink(facts, target(header, ahead));
            case '3' -> new TarEntry.Device(facts, false, header.major(), header.minor());
            case '4' -> new TarEntry.Device(facts, true, header.major(), header.minor());
            case '5' -> new TarEntry.Folder(facts);
            case 'D' -> {
                // A directory with the names of its files, of incremental archives.
                begin(header);
                yield new TarEntry.Folder(facts);
            }
            case '6' -> new TarEntry.Pipe(facts);
            default ->
                throw header.wrong("an entry of the unknown kind '" + ByteText.of(String.valueOf(type)) + "': " + name);
        };
    }

    private TarEntry file(TarHeader header, Ahead ahead, Facts facts) throws IOException {
        PaxRecords records = ahead.records;
        long position = in.position();
        long size = records.has("size") ? records.number("size", position) : header.size();
        if (size < 0) {
            throw header.wrong("a size below zero: " + facts.name());
        }
        List<Piece> map = null;
        long whole = size;
        if (header.type() == 'S') {
            map = SparseMap.old(header, in);
            whole = header.sparseSize();
            in.begin(size);
        } else {
            in.begin(size);
            if (records.has("GNU.sparse.major")) {
                requireKnownSparse(records, header);
                map = SparseMap.leading(in);
                whole = records.number("GNU.sparse.realsize", position);
            } else if (records.has("GNU.sparse.size")) {
                map = SparseMap.listed(records, in);
                whole = records.number("GNU.sparse.size", position);
            }
        }
        if (whole < 0 || whole > limits.bytes()) {
            throw header.wrong("a file of " + whole + " bytes, more than " + limits.bytes() + ": " + facts.name());
        }
        TarEntry.RegularFile file = map == null
                ? TarEntry.RegularFile.whole(facts, size)
                : new TarEntry.RegularFile(facts, whole, SparseMap.checked(map, whole, in));
        pieces = file.pieces();
        return file;
    }

    private static void requireKnownSparse(PaxRecords records, TarHeader header) throws TarViolation {
        String version = records.text("GNU.sparse.major") + "." + records.text("GNU.sparse.minor");
        if (!version.equals("1.0")) {
            throw header.wrong("a sparse file of the unknown form " + ByteText.of(version));
        }
    }

    private ByteText name(TarHeader header, Ahead ahead) throws TarViolation {
        byte[] sparse = ahead.records.bytes("GNU.sparse.name");
        byte[] extended = sparse != null ? sparse : ahead.records.bytes("path");
        byte[] given = extended != null ? extended : ahead.longName;
        return checked(given == null ? header.name() : ByteText.of(given), "name", header);
    }

    private ByteText target(TarHeader header, Ahead ahead) throws TarViolation {
        byte[] extended = ahead.records.bytes("linkpath");
        byte[] given = extended != null ? extended : ahead.longTarget;
        return checked(given == null ? header.target() : ByteText.of(given), "target", header);
    }

    private ByteText checked(ByteText text, String what, TarHeader header) throws TarViolation {
        if (text.length() == 0) {
            throw header.wrong("an entry with an empty " + what);
        }
        if (text.length() > limits.name()) {
            throw header.wrong("a " + what + " of " + text.length() + " bytes, more than " + limits.name());
        }
        int depth = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) == 0) {
                throw header.wrong("a " + what + " with a zero in it: " + text);
            }
            if (text.at(i) == '/' && i > 0 && text.at(i - 1) != '/') {
                depth++;
            }
        }
        if (depth > limits.depth() && what.equals("name")) {
            throw header.wrong("a path of more than " + limits.depth() + " names");
        }
        return text;
    }

    private Facts facts(TarHeader header, Ahead ahead, ByteText name) throws TarViolation {
        PaxRecords records = ahead.records;
        long position = in.position();
        long uid = records.has("uid") ? records.number("uid", position) : header.uid();
        long gid = records.has("gid") ? records.number("gid", position) : header.gid();
        if (uid < 0 || uid > ID_MOST || gid < 0 || gid > ID_MOST) {
            throw header.wrong("an owner that nobody can be, " + uid + ":" + gid + ": " + name);
        }
        long seconds = header.modified();
        int nanos = 0;
        if (records.has("mtime")) {
            PaxTime time = PaxTime.parse(records.text("mtime"), position);
            seconds = time.seconds();
            nanos = time.nanos();
        }
        for (ByteText attribute : records.attributes().keySet()) {
            // The kernel's limit, XATTR_NAME_MAX.
            if (attribute.length() == 0 || attribute.length() > 255 || hasZero(attribute)) {
                throw header.wrong("an attribute with a name that none can have: " + name);
            }
        }
        return new Facts(name, header.permissions(), uid, gid, seconds, nanos, records.attributes());
    }

    private static boolean hasZero(ByteText text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Hands over the content of the regular file that came last, piece by piece; holes are left out.
     *
     * @throws IOException also what the sink throws
     */
    public void content(Sink sink) throws IOException {
        for (Piece piece : pieces) {
            long at = piece.offset();
            long end = piece.offset() + piece.length();
            while (at < end) {
                int got = in.data(buffer, end - at);
                if (got == 0) {
                    throw new TarViolation("the content of a file is shorter than its header says");
                }
                sink.take(at, buffer, got);
                at += got;
            }
        }
        pieces = List.of();
    }

    /**
     * Reads to the end of the stream, beyond the end of the archive: what is there belongs to no entry, and counts for a
     * digest all the same.
     */
    public void drain() throws IOException {
        in.end();
        ended = true;
        in.drain();
    }
}
