package dev.hamlet.engine.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
final class Tail {
    private static final int MOST_BYTES = 16 << 10;

    private Tail() {}

    /** The last lines, at most so many, of the last 16 KiB; none where the file cannot be read. */
    static List<String> of(Path file, int most) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long begin = Math.max(0, channel.size() - MOST_BYTES);
            channel.position(begin);
            ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Until the end, or until the buffer is full.
            }
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
            List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
