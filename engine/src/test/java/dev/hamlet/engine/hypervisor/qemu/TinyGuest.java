package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.machine.RunningGuest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** The guest of {@code tiny-guest.s}: 512 bytes on a raw disk that greet, and obey letters on the serial line. */
final class TinyGuest {
    static final String GREETING = "tiny guest here";
    static final long DISK_BYTES = 32 << 20;

    private TinyGuest() {}

    /** A sparse raw disk that boots it. */
    static Path disk(Path file) throws IOException {
        return disk(file, "tiny-guest.bin");
    }

    /** One that boots another sector. */
    static Path disk(Path file, String resource) throws IOException {
        try (InputStream sector = Objects.requireNonNull(TinyGuest.class.getResourceAsStream(resource), resource)) {
            Files.write(file, sector.readAllBytes());
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(DISK_BYTES - 1).write(ByteBuffer.wrap(new byte[1]));
        }
        return file;
    }

    static void say(RunningGuest.SerialLine line, String letters) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII));
        while (left.hasRemaining()) {
            line.channel().write(left);
        }
    }

    /** Reads the serial line until this text has come. */
    static void hear(SocketChannel channel, String wanted) throws IOException {
        StringBuilder heard = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (heard.indexOf(wanted) < 0) {
            if (channel.read(buffer.clear()) < 0) {
                throw new IOException("the line ended after: " + heard);
            }
            heard.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        }
    }
}
