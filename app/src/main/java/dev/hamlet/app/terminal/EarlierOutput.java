package dev.hamlet.app.terminal;

import dev.hamlet.engine.terminal.PlainOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a serial line said while nobody read it here, from the machine's log. Used by one thread at a time. */
final class EarlierOutput {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierOutput.class);

    /** So much of it, from the end. */
    private static final int MOST = 1 << 18;

    private final Path log;
    private long seen;

    EarlierOutput(Path log) {
        this.log = log;
    }

    /** Shows what was said since the last time, from the beginning of a line. */
    void show(Emulation emulation) {
        try (FileChannel channel = FileChannel.open(log)) {
            long end = channel.size();
            long from = Math.max(seen > end ? 0 : seen, end - MOST);
            ByteBuffer piece = ByteBuffer.allocate((int) (end - from));
            while (piece.hasRemaining() && channel.read(piece, from + piece.position()) >= 0) {
                // Until it is full, or the file was cut meanwhile.
            }
            byte[] bytes = piece.array();
            int begin = 0;
            if (from > 0 && from != seen) {
                while (begin < piece.position() && bytes[begin] != '\n') {
                    begin++;
                }
            }
            byte[] plain = new PlainOutput().of(java.util.Arrays.copyOfRange(bytes, begin, piece.position()));
            emulation.run(Channels.newChannel(new ByteArrayInputStream(plain)));
        } catch (NoSuchFileException e) {
            LOG.trace("nothing was said yet", e);
        } catch (IOException e) {
            LOG.debug("what was said earlier cannot be read", e);
        }
    }

    /** All that was said up to now has been seen. */
    void remember() {
        try {
            seen = Files.size(log);
        } catch (IOException e) {
            seen = 0;
        }
    }
}
