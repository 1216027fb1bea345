package dev.hamlet.engine.display;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The server's end of a real Unix socket, that a test lets say what it likes. Used by the test's thread. */
final class RfbServer implements AutoCloseable {
    private final SocketChannel server;
    private final SocketChannel client;
    private final DataInputStream in;

    RfbServer(Path folder) throws IOException {
        String name = "d" + System.nanoTime();
        try (ServerSocketChannel listening = UnixSockets.listen(folder, name)) {
            client = UnixSockets.connect(folder, name);
            server = listening.accept();
        }
        in = new DataInputStream(Channels.newInputStream(server));
    }

    /** The client's end. */
    SocketChannel client() {
        return client;
    }

    /** The client's end, where each read brings at most so many bytes. */
    ByteChannel client(int most) {
        return new ByteChannel() {
            @Override
            public int read(ByteBuffer to) throws IOException {
                int limit = to.limit();
                to.limit(Math.min(limit, to.position() + most));
                try {
                    return client.read(to);
                } finally {
                    to.limit(limit);
                }
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return client.write(from);
            }

            @Override
            public boolean isOpen() {
                return client.isOpen();
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    void send(Wire wire) throws IOException {
        send(wire.bytes());
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            server.write(left);
        }
    }

    /** Sends from a thread of its own, since a socket holds little. */
    void sendAside(byte[] bytes) {
        Threads.virtual("rfb-server", () -> {
            try {
                send(bytes);
            } catch (IOException gone) {
                // The client has read what it wanted.
            }
        });
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    /** Whether the client has closed its end. */
    boolean isHungUp() throws IOException {
        return in.read() < 0;
    }

    /** Greets in 3.8 and takes all up to the first request; answers the encodings that were asked for. */
    List<Integer> greet(int width, int height, String name) throws IOException {
        send(new Wire().greeting(width, height, name));
        // Version, kind of authentication, shared, pixel format.
        read(12 + 1 + 1);
        List<Integer> encodings = settings();
        request();
        return encodings;
    }

    /** Takes SetPixelFormat and SetEncodings. */
    List<Integer> settings() throws IOException {
        byte[] format = read(20);
        require(format[0] == 0 && format[4] == 32, "no SetPixelFormat");
        require(in.readUnsignedShort() == 2 << 8, "no SetEncodings");
        List<Integer> encodings = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            encodings.add(in.readInt());
        }
        return encodings;
    }

    /** Takes a request for an update. */
    Request request() throws IOException {
        require(in.readUnsignedByte() == 3, "no request");
        boolean incremental = in.readUnsignedByte() == 1;
        require(in.readInt() == 0, "no request for the whole");
        return new Request(incremental, in.readUnsignedShort(), in.readUnsignedShort());
    }

    record Request(boolean incremental, int width, int height) {}

    private static void require(boolean condition, String what) throws IOException {
        if (!condition) {
            throw new IOException(what);
        }
    }

    /** Takes bytes and holds them against those. */
    void expect(Wire wire) throws IOException {
        byte[] wanted = wire.bytes();
        byte[] came = read(wanted.length);
        require(
                Arrays.equals(wanted, came),
                "wanted " + Arrays.toString(wanted) + " but " + Arrays.toString(came) + " came");
    }

    String readText(int count) throws IOException {
        return new String(read(count), StandardCharsets.ISO_8859_1);
    }

    void hangUp() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        client.close();
    }
}
