package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A display that has changed all over whenever it is asked, on a Unix socket (RFC 6143): each request is answered at once
 * with a full frame, and those that came meanwhile in their order. Frames are made once; in the middle of each is a field
 * whose colour is its number.
 */
final class FrameServer implements AutoCloseable {
    private static final int GREETING = 12;

    private final ServerSocketChannel listening;
    private final FilmFrames frames;
    private final Object lock = new Object();
    private FilmFrames.Pixels form = FilmFrames.Pixels.RAW;
    private boolean running;
    private long sent;

    /** Listens at this name in this folder, where nothing is yet, and has nothing new to show until {@link #run}. */
    FrameServer(Path folder, String name, FilmFrames frames) throws IOException {
        this.listening = UnixSockets.listen(folder, name);
        this.frames = frames;
        Threads.platform("frame-server", this::accept);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = listening.accept();
                Threads.platform("frames", () -> serve(client));
            }
        } catch (IOException closed) {
            // The measuring is over.
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                DataInputStream in = new DataInputStream(Channels.newInputStream(client))) {
            greet(client, in);
            boolean begun = false;
            int frame = 0;
            while (true) {
                int type = in.readUnsignedByte();
                if (type != 3) {
                    pass(type, in);
                    continue;
                }
                in.skipNBytes(9);
                FilmFrames.Pixels now = awaitTurn();
                ByteBuffer begin = frames.begin(now, begun, frame);
                begun |= now == FilmFrames.Pixels.ZRLE;
                send(client, begin);
                send(client, frames.frame(now, frame));
                frame = (frame + 1) % FilmFrames.COUNT;
                synchronized (lock) {
                    sent++;
                }
            }
        } catch (IOException gone) {
            // The client is closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void greet(SocketChannel client, DataInputStream in) throws IOException {
        send(client, ByteBuffer.wrap("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII)));
        in.skipNBytes(GREETING);
        send(client, ByteBuffer.wrap(new byte[] {1, 1}));
        in.skipNBytes(1);
        send(client, ByteBuffer.allocate(4));
        in.skipNBytes(1);
        byte[] name = "Frames".getBytes(StandardCharsets.US_ASCII);
        send(
                client,
                ByteBuffer.allocate(24 + name.length)
                        .putShort((short) FilmFrames.WIDTH)
                        .putShort((short) FilmFrames.HEIGHT)
                        .put(new byte[] {32, 24, 0, 1, 0, -1, 0, -1, 0, -1, 16, 8, 0, 0, 0, 0})
                        .putInt(name.length)
                        .put(name)
                        .flip());
    }

    /** Passes over a message that asks for no frame. */
    private static void pass(int type, DataInputStream in) throws IOException {
        switch (type) {
            case 0 -> {
                byte[] format = in.readNBytes(19);
                boolean alike = format[3] == 32 && format[5] == 0 && format[13] == 16 && format[14] == 8;
                Guests.require(alike && format[15] == 0, "a client wants pixels in another form");
            }
            case 2 -> {
                in.skipNBytes(1);
                in.skipNBytes(4L * in.readUnsignedShort());
            }
            case 4 -> in.skipNBytes(7);
            case 5 -> in.skipNBytes(5);
            case 6 -> {
                in.skipNBytes(3);
                in.skipNBytes(Math.abs((long) in.readInt()));
            }
            default -> throw new IOException("a message of type " + type);
        }
    }

    private FilmFrames.Pixels awaitTurn() throws InterruptedException {
        synchronized (lock) {
            while (!running) {
                lock.wait();
            }
            return form;
        }
    }

    private static void send(SocketChannel client, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = client.write(bytes);
        }
    }

    /** From now on there is always something new, in this form. */
    void run(FilmFrames.Pixels now) {
        synchronized (lock) {
            form = now;
            running = true;
            lock.notifyAll();
        }
    }

    /** Nothing changes any more. */
    void rest() {
        synchronized (lock) {
            running = false;
        }
    }

    /** How many frames went out so far. */
    long sent() {
        synchronized (lock) {
            return sent;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
