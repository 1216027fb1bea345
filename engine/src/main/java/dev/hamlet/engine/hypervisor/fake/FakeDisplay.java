package dev.hamlet.engine.hypervisor.fake;

import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.DisplayProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The display of a guest in memory: a picture, and a little RFB server that shows it over real sockets and keeps what its
 * clients send. What a guest would paint is painted by whoever holds this. Safe for use by many threads.
 */
public final class FakeDisplay {
    /** More than anybody asks for; what comes beyond it is dropped. */
    private static final int MOST_INPUTS = 10_000;

    private final String name;
    private final MachineFolder folder;
    private final List<FakeDisplayClient> clients = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>(MOST_INPUTS);
    private Picture picture = new Picture(720, 400);
    private boolean obeysSizes = true;

    /** Pixels, {@code 0x00RRGGBB}, row by row. */
    static final class Picture {
        private final int width;
        private final int height;
        private final int[] pixels;

        Picture(int width, int height) {
            this.width = width;
            this.height = height;
            this.pixels = new int[width * height];
        }

        int width() {
            return width;
        }

        int height() {
            return height;
        }

        int[] pixels() {
            return pixels;
        }
    }

    /** What came from a client. */
    public sealed interface Input {
        /** A physical key; empty for a keysym that came without one. */
        record Key(boolean down, Optional<PhysicalKey> key, int keysym) implements Input {}

        /** The pointer: its place, or its motion with 0x7fff added where {@link #relativePointer} was said. */
        record Pointer(int x, int y, int buttons) implements Input {}

        /** A wish for another size. */
        record Size(int width, int height) implements Input {}

        /** Text for the guest's clipboard. */
        record Text(String text) implements Input {}
    }

    FakeDisplay(String name, MachineFolder folder) {
        this.name = name;
        this.folder = folder;
        // An empty console with its cursor.
        Arrays.fill(picture.pixels(), 0x20_2020);
        fill(picture, 0, 12, 9, 3, 0xaa_aaaa);
    }

    /** A session at this display. */
    synchronized DisplaySession open(DisplayListener listener) throws ProblemException {
        try {
            Files.deleteIfExists(folder.run().resolve(MachineFolder.DISPLAY_SOCKET));
            try (ServerSocketChannel listening = UnixSockets.listen(folder.run(), MachineFolder.DISPLAY_SOCKET)) {
                SocketChannel viewer = UnixSockets.connect(folder.run(), MachineFolder.DISPLAY_SOCKET);
                FakeDisplayClient client = new FakeDisplayClient(this, listening.accept());
                clients.add(client);
                client.start(name);
                return DisplaySession.open(name, viewer, listener);
            }
        } catch (IOException e) {
            throw new ProblemException(new DisplayProblem.DisplayGone(name, WholeFile.reason(e)), e);
        }
    }

    void left(FakeDisplayClient client) {
        clients.remove(client);
    }

    void came(Input input) {
        // Nobody need ask for them.
        boolean _ = inputs.offer(input);
    }

    synchronized Picture picture() {
        return picture;
    }

    /** How many sessions are at it. */
    public int sessions() {
        return clients.size();
    }

    /** What has come from clients and was not taken yet, in order. */
    public BlockingQueue<Input> inputs() {
        return inputs;
    }

    /** The guest paints a rectangle; what lies beyond the picture is left out. */
    public void paint(int x, int y, int width, int height, int rgb) {
        synchronized (this) {
            fill(picture, x, y, width, height, rgb);
        }
        clients.forEach(client -> client.painted(x, y, width, height));
    }

    private static void fill(Picture on, int x, int y, int width, int height, int rgb) {
        int right = Math.min(x + width, on.width());
        for (int row = y; row < Math.min(y + height, on.height()); row++) {
            Arrays.fill(on.pixels(), row * on.width() + x, row * on.width() + right, rgb);
        }
    }

    /** The guest takes another mode, dark all over. */
    public void resize(int width, int height) {
        synchronized (this) {
            picture = new Picture(width, height);
        }
        clients.forEach(FakeDisplayClient::resized);
    }

    /** From now on it takes the size that a client wishes, or refuses. */
    public synchronized void obeySizes(boolean obey) {
        obeysSizes = obey;
    }

    /** Answers whether it follows, and if so, has followed. */
    boolean wished(int width, int height) {
        came(new Input.Size(width, height));
        synchronized (this) {
            if (!obeysSizes) {
                return false;
            }
        }
        resize(width, height);
        return true;
    }

    /** The lamps of its keyboard. */
    public void leds(boolean scrollLock, boolean numLock, boolean capsLock) {
        int lit = (scrollLock ? 1 : 0) | (numLock ? 2 : 0) | (capsLock ? 4 : 0);
        clients.forEach(client -> client.leds(lit));
    }

    /** The guest takes the pointer by its motions from now on, or by its place. */
    public void relativePointer(boolean relative) {
        clients.forEach(client -> client.relativePointer(relative));
    }

    /** The guest's pointer looks so: {@code 0xAARRGGBB}, of which alpha is none or all. */
    public void cursor(int width, int height, int hotX, int hotY, int[] pixels) {
        clients.forEach(client -> client.cursor(width, height, hotX, hotY, pixels));
    }

    /** The guest rings. */
    public void bell() {
        clients.forEach(FakeDisplayClient::bell);
    }

    /** The guest has this text in its clipboard, of which Latin-1 arrives. */
    public void cut(String text) {
        clients.forEach(client -> client.cut(text));
    }

    /** The server is gone for all who are there. */
    public void hangUp() {
        clients.forEach(FakeDisplayClient::close);
    }
}
