package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A monitor on a real Unix socket, that a test lets say what it likes. */
final class QmpServer implements AutoCloseable {
    static final String GREETING =
            "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}, \"package\": \"\"}, \"capabilities\": [\"oob\"]}}\r\n";
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

    private final ServerSocketChannel listening;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<SocketChannel> connected = new LinkedBlockingQueue<>();

    /** What a server does with the line to its client. */
    interface Script {
        void run(QmpServer server, SocketChannel client) throws IOException, InterruptedException;
    }

    QmpServer(Path folder, Script script) throws IOException {
        listening = UnixSockets.listen(folder, "command.sock");
        Threads.virtual("qmp-server", () -> {
            try (SocketChannel client = listening.accept()) {
                connected.add(client);
                Threads.virtual("qmp-server-reader", () -> read(client));
                script.run(this, client);
            } catch (IOException | InterruptedException e) {
                received.add("ended: " + e);
            }
        });
    }

    private void read(SocketChannel client) {
        StringBuilder line = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try {
            while (client.read(buffer) >= 0) {
                for (byte b : buffer.flip().array()) {
                    if (buffer.position() == buffer.limit()) {
                        break;
                    }
                    buffer.get();
                    if (b == '\n') {
                        received.add(line.toString());
                        line.setLength(0);
                    } else {
                        line.append((char) b);
                    }
                }
                buffer.clear();
            }
        } catch (IOException e) {
            received.add("ended: " + e);
        }
    }

    /** The next line that the client sent. */
    String next() throws InterruptedException {
        String line = received.poll(10, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("the client sent nothing");
        }
        return line;
    }

    /** The id of the next command. */
    String nextId() throws InterruptedException {
        String line = next();
        Matcher matcher = ID.matcher(line);
        if (!matcher.find()) {
            throw new AssertionError("no id in " + line);
        }
        return matcher.group(1);
    }

    static void send(SocketChannel client, String text) throws IOException {
        send(client, text.getBytes(StandardCharsets.UTF_8));
    }

    static void send(SocketChannel client, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            client.write(left);
        }
    }

    /** Greets and takes the negotiation. */
    void greet(SocketChannel client) throws IOException, InterruptedException {
        send(client, GREETING);
        send(client, "{\"return\": {}, \"id\": \"" + nextId() + "\"}\r\n");
    }

    @Override
    public void close() throws IOException {
        listening.close();
        SocketChannel client = connected.poll();
        if (client != null) {
            client.close();
        }
    }
}
