package dev.hamlet.app.cli;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A log that grows while it is read, and begins anew when it became too long. Used by one thread. */
final class LogFile {
    private static final int PIECE = 1 << 16;

    private final Path file;
    private long position;

    LogFile(Path file) {
        this.file = file;
    }

    /**
     * The next {@link #readNew()} begins with this many last lines.
     *
     * @throws ProblemException {@code FileUnreadable}
     */
    void skipToLastLines(int lines) throws ProblemException {
        try (FileChannel channel = FileChannel.open(file)) {
            long end = channel.size();
            int found = 0;
            // A line break at the very end closes the last line and begins none.
            for (long at = end; at > 0; ) {
                long from = Math.max(0, at - PIECE);
                byte[] piece = read(channel, from, (int) (at - from));
                for (int i = piece.length - 1; i >= 0; i--) {
                    if (piece[i] == '\n' && from + i < end - 1 && ++found == lines) {
                        position = from + i + 1;
                        return;
                    }
                }
                at = from;
            }
            position = lines == 0 ? end : 0;
        } catch (NoSuchFileException | ClosedByInterruptException e) {
            position = 0;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * What was written since the last time; empty if nothing was, the file is not there yet, or the thread is
     * interrupted, which it stays.
     *
     * @throws ProblemException {@code FileUnreadable}
     */
    byte[] readNew() throws ProblemException {
        try (FileChannel channel = FileChannel.open(file)) {
            long end = channel.size();
            if (end < position) {
                position = 0;
            }
            byte[] all = read(channel, position, (int) Math.min(end - position, 64L << 20));
            position += all.length;
            return all;
        } catch (NoSuchFileException | ClosedByInterruptException e) {
            return new byte[0];
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // Until it is full, or the file was cut meanwhile.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ProblemException unreadable(IOException e) {
        return new ProblemException(new MediaProblem.FileUnreadable(file, WholeFile.reason(e)), e);
    }
}
