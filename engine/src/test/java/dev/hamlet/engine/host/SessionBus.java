package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A real message bus of its own, and on it, where wanted, a service that takes notices: the little of the D-Bus protocol
 * (version 1, little-endian) that one needs for that.
 */
final class SessionBus implements AutoCloseable {
    /** What a program asked the service to show. */
    record Shown(String application, String icon, String title, String text) {}

    private static final String BUS = "org.freedesktop.DBus";
    private static final String SERVICE = "org.freedesktop.Notifications";
    private static final int CALL = 1;
    private static final int ANSWER = 2;

    final BlockingQueue<Shown> shown = new LinkedBlockingQueue<>();
    private final Path socket;
    private final Process daemon;
    private final SocketChannel channel;
    private final DataInputStream in;
    private int serial;

    /** Starts the bus in this folder. */
    SessionBus(Path folder) throws IOException, InterruptedException {
        socket = folder.resolve("bus");
        Path config = Files.writeString(folder.resolve("bus.conf"), """
                <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
                <busconfig>
                  <type>session</type>
                  <listen>unix:path=%s</listen>
                  <auth>EXTERNAL</auth>
                  <policy context="default">
                    <allow send_destination="*"/>
                    <allow receive_sender="*"/>
                    <allow own="*"/>
                  </policy>
                </busconfig>
                """.formatted(socket));
        daemon = new ProcessBuilder("dbus-daemon", "--nofork", "--nopidfile", "--config-file=" + config)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bus.log").toFile())
                .start();
        assertTrue(
                TimeSource.system().await(() -> Files.exists(socket), Duration.ofSeconds(20), Duration.ofMillis(10)),
                "the bus listens");
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        in = new DataInputStream(Channels.newInputStream(channel));
    }

    String address() {
        return "unix:path=" + socket;
    }

    /** From now on there is a service with these abilities, until the bus is closed. */
    void serve(List<String> abilities) throws IOException {
        String uid = Files.getAttribute(socket, "unix:uid").toString();
        raw("\0AUTH EXTERNAL " + HexFormat.of().formatHex(uid.getBytes(StandardCharsets.US_ASCII)) + "\r\n");
        while (in.readByte() != '\n') {
            // The server's word of welcome, one line.
        }
        raw("BEGIN\r\n");
        call("Hello", new Body(), "");
        Body name = new Body();
        name.text(SERVICE);
        name.number(0);
        call("RequestName", name, "su");
        Message answer = read();
        while (answer.type() != ANSWER || answer.number() != serial) {
            // The answer to Hello, and news of names.
            answer = read();
        }
        Threads.virtual("notices", () -> answer(abilities));
    }

    private void answer(List<String> abilities) {
        try {
            for (Message message = read(); ; message = read()) {
                if (message.type() == CALL && message.member().equals("Notify")) {
                    ByteBuffer body = message.body();
                    String application = text(body);
                    number(body);
                    shown.add(new Shown(application, text(body), text(body), text(body)));
                    Body id = new Body();
                    id.number(7);
                    send(ANSWER, message, id, "u", "");
                } else if (message.type() == CALL) {
                    Body all = new Body();
                    Body items = new Body();
                    abilities.forEach(items::text);
                    all.number(items.size());
                    all.bytes(items);
                    send(ANSWER, message, all, "as", "");
                }
            }
        } catch (IOException over) {
            // The test has closed the bus.
        }
    }

    private void call(String member, Body body, String signature) throws IOException {
        send(CALL, new Message(CALL, 0, BUS, "", ByteBuffer.allocate(0)), body, signature, member);
    }

    private void send(int type, Message to, Body body, String signature, String member) throws IOException {
        Body fields = new Body();
        if (type == CALL) {
            fields.field(1, "o", "/org/freedesktop/DBus");
            fields.field(2, "s", BUS);
            fields.field(3, "s", member);
        } else {
            fields.field(5, to.number());
        }
        fields.field(6, "s", to.peer());
        if (!signature.isEmpty()) {
            fields.signature(8, signature);
        }
        Body whole = new Body();
        whole.octets(new byte[] {'l', (byte) type, 0, 1});
        whole.number(body.size());
        whole.number(++serial);
        whole.number(fields.size());
        whole.bytes(fields);
        whole.align(8);
        whole.bytes(body);
        channel.write(ByteBuffer.wrap(whole.array()));
    }

    /** A message: whose it is, and of an answer the number of what it answers, of a call its own. */
    private record Message(int type, int number, String peer, String member, ByteBuffer body) {}

    private Message read() throws IOException {
        ByteBuffer head = bytes(16);
        int type = head.get(1);
        int number = head.getInt(8);
        int length = head.getInt(12);
        ByteBuffer fields = bytes((length + 7) / 8 * 8);
        String peer = "";
        String member = "";
        while (fields.position() < length) {
            fields.position((fields.position() + 7) / 8 * 8);
            int code = fields.get();
            byte[] signature = new byte[fields.get()];
            fields.get(signature);
            fields.get();
            switch (signature[0]) {
                case 'u' -> {
                    int value = number(fields);
                    number = code == 5 ? value : number;
                }
                case 'g' -> fields.position(fields.position() + 2 + fields.get(fields.position()));
                default -> {
                    String value = text(fields);
                    peer = code == 7 ? value : peer;
                    member = code == 3 ? value : member;
                }
            }
        }
        return new Message(type, number, peer, member, bytes(head.getInt(4)));
    }

    private ByteBuffer bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int number(ByteBuffer from) {
        from.position((from.position() + 3) / 4 * 4);
        return from.getInt();
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[number(from)];
        from.get(bytes);
        from.get();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void raw(String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Bytes in the making, each value at its place. */
    private static final class Body {
        private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

        int size() {
            return buffer.position();
        }

        byte[] array() {
            byte[] bytes = new byte[size()];
            buffer.get(0, bytes);
            return bytes;
        }

        void align(int to) {
            while (size() % to != 0) {
                buffer.put((byte) 0);
            }
        }

        void octets(byte[] bytes) {
            buffer.put(bytes);
        }

        void bytes(Body other) {
            buffer.put(other.array());
        }

        void number(int value) {
            align(4);
            buffer.putInt(value);
        }

        void text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            buffer.put(bytes).put((byte) 0);
        }

        void signature(String value) {
            buffer.put((byte) value.length())
                    .put(value.getBytes(StandardCharsets.US_ASCII))
                    .put((byte) 0);
        }

        void field(int code, String type, String value) {
            align(8);
            buffer.put((byte) code);
            signature(type);
            text(value);
        }

        void field(int code, int value) {
            align(8);
            buffer.put((byte) code);
            signature("u");
            number(value);
        }

        void signature(int code, String value) {
            align(8);
            buffer.put((byte) code);
            signature("g");
            signature(value);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        // Nobody needs its last words.
        daemon.destroyForcibly();
        daemon.onExit().join();
    }
}
