package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands between a guest's display and the console that shows it, hands on every byte, and counts what a display sends as
 * raw pixels (RFC 6143): the updates, and how often one changed a certain pixel.
 */
final class UpdateCounter implements AutoCloseable {
    private static final int SEND_BUFFER = 1 << 16;

    private final Path folder;
    private final String display;
    private final ServerSocketChannel listening;
    private volatile int updates;
    private volatile int changes;
    private volatile long keyCame;
    private int pixel;

    /** Takes the place of the display at this name, which is known under another name from then on. */
    UpdateCounter(Path folder, String name) throws IOException {
        this.folder = folder;
        this.display = name + "-counted";
        Files.move(folder.resolve(name), folder.resolve(display));
        this.listening = UnixSockets.listen(folder, name);
        Threads.platform("update-counter", this::accept);
    }

    /** How many updates with pixels came so far. */
    int updates() {
        return updates;
    }

    /** How many of them changed a certain pixel. */
    int changes() {
        return changes;
    }

    /** When the last key that goes down came here on its way to the display, by {@link System#nanoTime}. */
    long keyCame() {
        return keyCame;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = listening.accept();
                SocketChannel server = UnixSockets.connect(folder, display);
                Threads.platform("asked", () -> handOn(client, server));
                Threads.platform("counted", () -> count(server, client));
            }
        } catch (IOException closed) {
            // The measuring is over.
        }
    }

    private void handOn(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 13);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                if (hasKey(buffer)) {
                    keyCame = System.nanoTime();
                }
                while (buffer.hasRemaining()) {
                    int _ = to.write(buffer);
                }
            }
        } catch (IOException gone) {
            // One of both ends is closed, and now the other too.
        }
    }

    /** Whether there is a key that goes down in it, in QEMU's form (rfbproto): no other message has these bytes. */
    private static boolean hasKey(ByteBuffer bytes) {
        for (int i = 0; i + 12 <= bytes.limit(); i++) {
            if (bytes.getInt(i) == 0xff00_0001) {
                return true;
            }
        }
        return false;
    }

    /** What is read is handed on before more is awaited. */
    private static final class HandedOn extends InputStream {
        private final InputStream in;
        private final OutputStream out;

        private HandedOn(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("only many at once");
        }

        @Override
        public int read(byte[] to, int at, int most) throws IOException {
            int count = in.read(to, at, most);
            if (count > 0) {
                out.write(to, at, count);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
            out.close();
        }
    }

    private void count(SocketChannel server, SocketChannel client) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                new HandedOn(Channels.newInputStream(server), Channels.newOutputStream(client)), SEND_BUFFER))) {
            in.skipNBytes(12);
            in.skipNBytes(in.readUnsignedByte());
            in.skipNBytes(4 + 20);
            in.skipNBytes(in.readInt());
            while (true) {
                switch (in.readUnsignedByte()) {
                    case 0 -> update(in);
                    case 2 -> {}
                    case 3 -> {
                        in.skipNBytes(3);
                        in.skipNBytes(Math.abs((long) in.readInt()));
                    }
                    default -> throw new IOException("an unknown message");
                }
            }
        } catch (IOException gone) {
            // One of both ends is closed, and now the other too.
        }
    }

    // One thread for each connection, and one connection.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void update(DataInputStream in) throws IOException {
        in.skipNBytes(1);
        int before = pixel;
        boolean painted = false;
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            int x = in.readUnsignedShort();
            int y = in.readUnsignedShort();
            int width = in.readUnsignedShort();
            int height = in.readUnsignedShort();
            int encoding = in.readInt();
            long pixels = (long) width * height;
            switch (encoding) {
                case 0 -> {
                    painted = true;
                    raw(in, x, y, width, height);
                }
                case -239 -> in.skipNBytes(4 * pixels + (width + 7L) / 8 * height);
                case -314 -> in.skipNBytes(4 + 4 * pixels);
                case -308 -> {
                    int screens = in.readUnsignedByte();
                    in.skipNBytes(3 + 16L * screens);
                }
                case -261 -> in.skipNBytes(1);
                case -223, -257, -258 -> {}
                default -> throw new IOException("an unknown encoding");
            }
        }
        updates += painted ? 1 : 0;
        changes += pixel == before ? 0 : 1;
    }

    private void raw(DataInputStream in, int x, int y, int width, int height) throws IOException {
        int column = FilmFrames.FIELD_X - x;
        int row = FilmFrames.FIELD_Y - y;
        long all = 4L * width * height;
        if (column >= 0 && column < width && row >= 0 && row < height) {
            long before = 4L * (row * (long) width + column);
            in.skipNBytes(before);
            pixel = Integer.reverseBytes(in.readInt()) & 0xff_ffff;
            in.skipNBytes(all - before - 4);
        } else {
            in.skipNBytes(all);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
