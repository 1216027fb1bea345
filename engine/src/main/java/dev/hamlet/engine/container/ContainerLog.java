package dev.hamlet.engine.container;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a container wrote, in the k8s-file form of conmon: {@code TIME STREAM TAG text}, where the tag {@code P} says that
 * the line goes on in the next piece of the same stream. Belongs to one thread; reading blocks as files do.
 */
public final class ContainerLog {
    /** So much is read at once. */
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private long position;

    /** The log in this file, from its beginning; it need not be there yet. */
    public ContainerLog(Path file) {
        this.file = file;
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
     * What was written since the last call, at most some megabytes of it; empty for nothing.
     *
     * @throws ProblemException {@code FileUnusable}
     */
    public List<Piece> readNew() throws ProblemException {
        List<Piece> pieces = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            int count = channel.read(buffer, position);
            if (count <= 0) {
                return List.of();
            }
            position += count;
            int from = 0;
            for (int at = 0; at < count; at++) {
                if (buffer.get(at) == '\n') {
                    rest.write(buffer.array(), from, at - from);
                    parse(rest.toByteArray()).ifPresent(pieces::add);
                    rest.reset();
                    from = at + 1;
                }
            }
            rest.write(buffer.array(), from, count - from);
            // A chunk that ends no line is not the end.
            return pieces.isEmpty() ? readNew() : pieces;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
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
