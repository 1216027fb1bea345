package dev.hamlet.engine.container;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container wrote, in the k8s-file form of conmon: {@code TIME STREAM TAG text}, where the tag {@code P} says that
 * the line goes on in the next piece of the same stream. Whoever follows misses nothing when a new file is begun: the old one
 * is read to its end first. Belongs to one thread; reading blocks as files do.
 */
public final class ContainerLog implements AutoCloseable {
    /** So much is read at once: before more, the files that were begun meanwhile are looked at. */
    private static final int CHUNK = 1 << 18;

    /** No line of the file is longer: conmon writes what programs write in pieces of some kilobytes. */
    private static final int LONGEST = 1 << 20;

    /** So much before the place where reading begins is looked at, for lines that go on there. */
    private static final int MARGIN = 1 << 16;

    private final LogParts parts;
    private final Set<Stream> within = EnumSet.noneOf(Stream.class);

    /** Streams of which is known whether they are within a line there. */
    private final Set<Stream> known = EnumSet.noneOf(Stream.class);

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

    /** Not a channel, which an interrupt would close. */
    private @Nullable FileInputStream open;

    private Object key = "";

    /** How much of the open file has been read or passed over. */
    private long position;

    /** Once it is closed there is nothing more to read: what was passed on would come again from the beginning. */
    private boolean over;

    /** Whether what is read next may begin within a line, which is then left out. */
    private boolean cut;

    private final Set<Object> passed = new HashSet<>();

    /** The log in these files, from its beginning; they need not be there yet. */
    public ContainerLog(LogParts parts) {
        this.parts = parts;
    }

    /** Where a container wrote to. */
    public enum Stream {
        /** Its standard output. */
        STDOUT,
        /** Its standard error. */
        STDERR
    }

    /**
     * A piece of what a container wrote.
     *
     * @param time when it was read
     * @param stream where it was written to
     * @param text the bytes, without the end of a line
     * @param ended whether a line ended with it
     */
    // The bytes are handed over and not kept by anybody who changes them.
    @SuppressWarnings("ArrayRecordComponent")
    public record Piece(Instant time, Stream stream, byte[] text, boolean ended) {
        /** What was written: the bytes, and the end of the line where it ended. */
        public byte[] bytes() {
            if (!ended) {
                return text;
            }
            byte[] all = Arrays.copyOf(text, text.length + 1);
            all[text.length] = '\n';
            return all;
        }
    }

    /**
     * What was written since the last call, at most some megabytes of it; empty for nothing, and of one that was closed.
     *
     * @throws ProblemException {@code FileUnusable}
     */
    public List<Piece> readNew() throws ProblemException {
        try {
            byte[] buffer = new byte[CHUNK];
            List<Piece> pieces = new ArrayList<>();
            // A chunk that ends no line is not the end.
            while (pieces.isEmpty() && !over) {
                int count = read(buffer);
                if (count <= 0) {
                    return List.of();
                }
                split(buffer, count, pieces);
            }
            return pieces;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(parts.file(), WholeFile.reason(e)), e);
        }
    }

    /**
     * Passes over what is older than so many bytes of what has not been read: whoever wants to know the end alone need not
     * read all of it. The next piece that is read is a whole one; it may be one of a line that was begun before
     * ({@link #within}).
     *
     * @return whether there was something to pass over
     * @throws ProblemException {@code FileUnusable}
     */
    public boolean passOver(long most) throws ProblemException {
        if (over) {
            return false;
        }
        try {
            parts.turn();
            List<LogParts.Part> unread = new ArrayList<>(parts.list());
            unread.removeIf(part -> passed.contains(part.key()));
            long left = most;
            for (int i = unread.size() - 1; i >= 0; i--) {
                LogParts.Part part = unread.get(i);
                boolean here = open != null && part.key().equals(key);
                long size = LogParts.size(part) - (here ? position : 0);
                if (size > left) {
                    unread.subList(0, i).forEach(older -> passed.add(older.key()));
                    passTo(part, here, size - left);
                    return true;
                }
                left -= size;
            }
            return false;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(parts.file(), WholeFile.reason(e)), e);
        }
    }

    private void passTo(LogParts.Part part, boolean here, long bytes) throws IOException {
        if (!here) {
            if (open != null) {
                passed.add(key);
            }
            letGo();
        }
        rest.reset();
        within.clear();
        known.clear();
        if (here || open(part)) {
            int margin = (int) Math.min(MARGIN, bytes);
            position += open == null ? 0 : open.skip(bytes - margin);
            cut = position > 0;
            byte[] before = open == null ? new byte[0] : open.readNBytes(margin);
            position += before.length;
            List<Piece> pieces = new ArrayList<>();
            split(before, before.length, pieces);
            pieces.forEach(this::noteWithin);
            passStraddling();
        }
    }

    /** What began before the place where reading begins is passed over to its end. */
    private void passStraddling() throws IOException {
        if (rest.size() == 0 || open == null) {
            return;
        }
        int one = open.read();
        for (; one >= 0 && one != '\n' && rest.size() < LONGEST; one = open.read()) {
            rest.write(one);
            position++;
        }
        position += one >= 0 ? 1 : 0;
        parse(rest.toByteArray()).ifPresent(this::noteWithin);
        rest.reset();
        cut = one != '\n';
    }

    private void noteWithin(Piece piece) {
        known.add(piece.stream());
        boolean _ = piece.ended() ? within.remove(piece.stream()) : within.add(piece.stream());
    }

    /** The streams of whose lines the beginnings were passed over: their next pieces go on with a line. */
    public Set<Stream> within() {
        return Set.copyOf(within);
    }

    /**
     * Passes over all but the last lines, before anything is read: however long they, and the log, are, not more than a piece
     * of it is held at once.
     *
     * @return how many of the lines that are read next are to be passed over still
     * @throws ProblemException {@code FileUnusable}
     */
    public long passToLast(long lines) throws ProblemException {
        for (long window = CHUNK; ; window *= 16) {
            Counted counted;
            boolean more;
            try (ContainerLog probe = new ContainerLog(parts)) {
                more = probe.passOver(window);
                open = probe.open;
                key = probe.key;
                position = probe.position;
                cut = probe.cut;
                passed.clear();
                passed.addAll(probe.passed);
                rest.reset();
                rest.writeBytes(probe.rest.toByteArray());
                within.clear();
                within.addAll(probe.within);
                known.clear();
                known.addAll(probe.known);
                probe.open = null;
            }
            try (ContainerLog same = again()) {
                counted = same.count();
            } catch (IOException e) {
                throw new ProblemException(new HostProblem.FileUnusable(parts.file(), WholeFile.reason(e)), e);
            }
            // Lines that were begun before are not whole, nor perhaps the first of a stream of which that is not known.
            counted.streams().removeAll(known);
            if (!more || counted.lines() - within.size() - counted.streams().size() >= lines) {
                return Math.max(0, counted.lines() - lines);
            }
            letGo();
        }
    }

    /** The same log, read from where this one stands. */
    private ContainerLog again() throws IOException {
        ContainerLog same = new ContainerLog(parts);
        same.passed.addAll(passed);
        for (LogParts.Part part : parts.list()) {
            if (open != null && part.key().equals(key) && same.open(part) && same.open != null) {
                same.position = same.open.skip(position);
                same.cut = cut;
                same.rest.writeBytes(rest.toByteArray());
            }
        }
        return same;
    }

    /** How many lines are left, those that have not ended among them, and of which streams. */
    private record Counted(long lines, Set<Stream> streams) {}

    private Counted count() throws ProblemException {
        long lines = 0;
        Set<Stream> streams = EnumSet.noneOf(Stream.class);
        Set<Stream> begun = EnumSet.noneOf(Stream.class);
        for (List<Piece> pieces = readNew(); !pieces.isEmpty(); pieces = readNew()) {
            for (Piece piece : pieces) {
                lines += piece.ended() ? 1 : 0;
                streams.add(piece.stream());
                boolean _ = piece.ended() ? begun.remove(piece.stream()) : begun.add(piece.stream());
            }
        }
        return new Counted(lines + begun.size(), streams);
    }

    private void split(byte[] buffer, int count, List<Piece> pieces) {
        int from = 0;
        for (int at = 0; at < count; at++) {
            if (buffer[at] == '\n') {
                rest.write(buffer, from, at - from);
                if (!cut) {
                    parse(rest.toByteArray()).ifPresent(pieces::add);
                }
                cut = false;
                rest.reset();
                from = at + 1;
            }
        }
        // What conmon writes has short lines: what has none is no log, and need not be kept.
        cut |= rest.size() + count - from > LONGEST;
        if (cut) {
            rest.reset();
        } else {
            rest.write(buffer, from, count - from);
        }
    }

    /** The next bytes, of the next file where this one has come to its end for ever; 0 for none now. */
    private int read(byte[] buffer) throws IOException {
        parts.turn();
        while (open != null || openNext()) {
            int count = open == null ? 0 : open.read(buffer);
            if (count > 0) {
                position += count;
                return count;
            }
            Optional<Object> now = LogParts.key(parts.file());
            if (now.isEmpty() || now.get().equals(key)) {
                return 0;
            }
            // What was written to it before another one took its place.
            count = open == null ? 0 : open.read(buffer);
            if (count > 0) {
                position += count;
                return count;
            }
            passed.add(key);
            letGo();
        }
        return 0;
    }

    private boolean openNext() throws IOException {
        List<LogParts.Part> all = parts.list();
        // A file that is gone leaves its number to others.
        passed.retainAll(all.stream().map(LogParts.Part::key).toList());
        for (LogParts.Part part : all) {
            if (!passed.contains(part.key())) {
                return open(part);
            }
        }
        return false;
    }

    private boolean open(LogParts.Part part) throws IOException {
        FileInputStream in;
        try {
            in = new FileInputStream(part.path().toFile());
        } catch (FileNotFoundException e) {
            return false;
        }
        // It may have got another name since the list was made.
        if (LogParts.key(part.path()).filter(part.key()::equals).isEmpty()) {
            in.close();
            return false;
        }
        open = in;
        key = part.key();
        position = 0;
        return true;
    }

    /** Lets go of the file that is read. */
    @Override
    public void close() {
        over = true;
        letGo();
    }

    private void letGo() {
        FileInputStream in = open;
        open = null;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads a line of the file; empty for one that is none, as after a power cut. */
    static Optional<Piece> parse(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, 80), StandardCharsets.ISO_8859_1);
        String[] parts = head.split(" ", 4);
        if (parts.length < 4) {
            return Optional.empty();
        }
        try {
            Instant time = OffsetDateTime.parse(parts[0]).toInstant();
            int start = parts[0].length() + parts[1].length() + parts[2].length() + 3;
            return Optional.of(new Piece(
                    time,
                    parts[1].equals("stderr") ? Stream.STDERR : Stream.STDOUT,
                    Arrays.copyOfRange(line, start, line.length),
                    parts[2].startsWith("F")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
