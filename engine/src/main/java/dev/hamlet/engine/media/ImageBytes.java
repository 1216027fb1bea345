package dev.hamlet.engine.media;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A regular file that is read here and there, within its bounds. The reads are short and not cut off by an interruption,
 * which a channel would take for a failure of the file.
 */
final class ImageBytes implements AutoCloseable {
    private final Path file;
    private final RandomAccessFile content;
    private final long size;

    private ImageBytes(Path file, RandomAccessFile content) throws IOException {
        this.file = file;
        this.content = content;
        this.size = content.length();
    }

    /** Opens a disk; {@code missing} is the problem if it is not there. */
    static ImageBytes open(Path file, Problem missing) throws ProblemException {
        return open(file, missing, new MediaProblem.NotADisk(file, "not a regular file"));
    }

    /** Opens a file; the problems are those of one that is not there, and of a folder, a pipe or a device. */
    static ImageBytes open(Path file, Problem missing, Problem irregular) throws ProblemException {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw new ProblemException(irregular);
            } else if (!Files.isReadable(file)) {
                throw new ProblemException(new MediaProblem.FileUnreadable(file, "permission denied"));
            }
            return new ImageBytes(file, new RandomAccessFile(file.toFile(), "r"));
        } catch (NoSuchFileException e) {
            throw new ProblemException(missing, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static ProblemException unreadable(Path file, IOException failure) {
        return new ProblemException(new MediaProblem.FileUnreadable(file, WholeFile.reason(failure)), failure);
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    /** These bytes, big endian; {@code EOFException} where the file does not have them. */
    ByteBuffer at(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position > size - length) {
            throw new EOFException("the file ends too early");
        }
        return upTo(position, length);
    }

    /** These bytes or, at the end of the file, as many as there are. */
    ByteBuffer upTo(long position, int length) throws IOException {
        if (position < 0 || position >= size) {
            return ByteBuffer.allocate(0);
        }
        byte[] bytes = new byte[(int) Math.min(length, size - position)];
        content.seek(position);
        content.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Whether the file has these ASCII characters here. */
    boolean has(long position, String ascii) throws IOException {
        return text(upTo(position, ascii.length())).equals(ascii);
    }

    /** All the bytes as characters of the same numbers. */
    static String text(ByteBuffer buffer) {
        return StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
