package dev.hamlet.engine.hypervisor.fake;

import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay.Input;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay.Picture;
import dev.hamlet.engine.job.Threads;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client at a {@link FakeDisplay}: the server's half of RFB 3.8 (RFC 6143), with raw pixels. */
final class FakeDisplayClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FakeDisplayClient.class);
    private static final int EXTENDED_SIZE = -308;
    private static final int PHYSICAL_KEYS = -258;
    private static final int POINTER_MODE = -257;
    private static final int LEDS = -261;
    private static final int CURSOR = -239;

    private final FakeDisplay display;
    private final SocketChannel channel;
    private final DataInputStream in;
    private final Set<Integer> asked = new HashSet<>();
    private boolean wanted;
    private boolean sizeNews;
    private int left;
    private int top;
    private int right;
    private int bottom;

    FakeDisplayClient(FakeDisplay display, SocketChannel channel) {
        this.display = display;
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
    }

    void start(String name) {
        Threads.virtual("display-" + name, () -> {
            try (this) {
                greet(name);
                while (true) {
                    message();
                }
            } catch (EOFException e) {
                LOG.trace("the viewer of {} hung up", name);
            } catch (IOException e) {
                LOG.trace("the viewer of {} is gone", name, e);
            } finally {
                display.left(this);
            }
        });
    }

    private void greet(String name) throws IOException {
        send(ByteBuffer.wrap("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII)));
        in.skipNBytes(12);
        send(ByteBuffer.wrap(new byte[] {1, 1}));
        in.skipNBytes(1);
        send(ByteBuffer.allocate(4));
        in.skipNBytes(1);
        Picture picture = display.picture();
        byte[] title = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer init = ByteBuffer.allocate(24 + title.length);
        init.putShort((short) picture.width()).putShort((short) picture.height());
        init.put(new byte[] {32, 24, 0, 1, 0, -1, 0, -1, 0, -1, 16, 8, 0, 0, 0, 0});
        send(init.putInt(title.length).put(title).flip());
    }

    private void message() throws IOException {
        int type = in.readUnsignedByte();
        switch (type) {
            case 0 -> in.skipNBytes(19);
            case 2 -> encodings();
            case 3 -> {
                boolean incremental = in.readUnsignedByte() != 0;
                in.skipNBytes(8);
                request(incremental);
            }
            case 4 -> {
                boolean down = in.readUnsignedByte() != 0;
                in.skipNBytes(2);
                display.came(new Input.Key(down, Optional.empty(), in.readInt()));
            }
            case 5 -> {
                int buttons = in.readUnsignedByte();
                int x = in.readUnsignedShort();
                display.came(new Input.Pointer(x, in.readUnsignedShort(), buttons));
            }
            case 6 -> {
                in.skipNBytes(3);
                display.came(new Input.Text(new String(in.readNBytes(in.readInt()), StandardCharsets.ISO_8859_1)));
            }
            case 251 -> size();
            case 255 -> {
                in.skipNBytes(1);
                boolean down = in.readUnsignedShort() != 0;
                int keysym = in.readInt();
                display.came(new Input.Key(down, PhysicalKey.ofScancode(in.readInt()), keysym));
            }
            default -> throw new IOException("a message of type " + type);
        }
    }

    private void encodings() throws IOException {
        in.skipNBytes(1);
        int count = in.readUnsignedShort();
        synchronized (this) {
            for (int i = 0; i < count; i++) {
                asked.add(in.readInt());
            }
            if (asked.contains(PHYSICAL_KEYS)) {
                send(update(0, 0, 0, 0, PHYSICAL_KEYS, 0).flip());
            }
            if (asked.contains(EXTENDED_SIZE)) {
                send(size(0, 0));
            }
        }
    }

    private void size() throws IOException {
        in.skipNBytes(1);
        int width = in.readUnsignedShort();
        int height = in.readUnsignedShort();
        int screens = in.readUnsignedByte();
        in.skipNBytes(1 + 16L * screens);
        boolean followed = display.wished(width, height);
        synchronized (this) {
            sizeNews = false;
            send(size(1, followed ? 0 : 3));
            if (followed) {
                spoil(0, 0, width, height);
            }
        }
    }

    private synchronized void request(boolean incremental) throws IOException {
        wanted = true;
        if (!incremental) {
            Picture picture = display.picture();
            spoil(0, 0, picture.width(), picture.height());
        }
        flush();
    }

    private void spoil(int x, int y, int width, int height) {
        boolean clean = right <= left;
        left = clean ? x : Math.min(left, x);
        top = clean ? y : Math.min(top, y);
        right = clean ? x + width : Math.max(right, x + width);
        bottom = clean ? y + height : Math.max(bottom, y + height);
    }

    /** Sends what has changed, if it is wanted. */
    private void flush() throws IOException {
        if (sizeNews) {
            sizeNews = false;
            send(size(0, 0));
        }
        Picture picture = display.picture();
        right = Math.min(right, picture.width());
        bottom = Math.min(bottom, picture.height());
        if (!wanted || right <= left || bottom <= top) {
            return;
        }
        int width = right - left;
        ByteBuffer frame = update(left, top, width, bottom - top, 0, 4 * width * (bottom - top))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                frame.putInt(picture.pixels()[row * picture.width() + column]);
            }
        }
        wanted = false;
        right = left;
        send(frame.flip());
    }

    /** The head of an update of one rectangle, with room for more. */
    private static ByteBuffer update(int x, int y, int width, int height, int encoding, int more) {
        return ByteBuffer.allocate(16 + more)
                .putInt(1)
                .putShort((short) x)
                .putShort((short) y)
                .putShort((short) width)
                .putShort((short) height)
                .putInt(encoding);
    }

    private ByteBuffer size(int reason, int status) {
        Picture picture = display.picture();
        return update(reason, status, picture.width(), picture.height(), EXTENDED_SIZE, 20)
                .putInt(1 << 24)
                .putInt(0)
                .putInt(0)
                .putShort((short) picture.width())
                .putShort((short) picture.height())
                .putInt(0)
                .flip();
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }

    /** Tells news, unless the viewer has just gone. */
    private void tell(ByteBuffer news) {
        try {
            send(news);
        } catch (IOException e) {
            LOG.trace("the viewer is gone", e);
        }
    }

    private void tellPicture() {
        try {
            flush();
        } catch (IOException e) {
            LOG.trace("the viewer is gone", e);
        }
    }

    synchronized void painted(int x, int y, int width, int height) {
        spoil(x, y, width, height);
        tellPicture();
    }

    synchronized void resized() {
        Picture picture = display.picture();
        right = left;
        spoil(0, 0, picture.width(), picture.height());
        sizeNews = asked.contains(EXTENDED_SIZE);
        tellPicture();
    }

    synchronized void leds(int lit) {
        if (asked.contains(LEDS)) {
            tell(update(0, 0, 1, 1, LEDS, 1).put((byte) lit).flip());
        }
    }

    synchronized void relativePointer(boolean relative) {
        if (asked.contains(POINTER_MODE)) {
            tell(update(relative ? 0 : 1, 0, 0, 0, POINTER_MODE, 0).flip());
        }
    }

    synchronized void cursor(int width, int height, int hotX, int hotY, int[] pixels) {
        if (!asked.contains(CURSOR)) {
            return;
        }
        int row = (width + 7) / 8;
        ByteBuffer cursor = update(hotX, hotY, width, height, CURSOR, 4 * pixels.length + row * height)
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] mask = new byte[row * height];
        for (int i = 0; i < pixels.length; i++) {
            cursor.putInt(pixels[i]);
            if (pixels[i] >>> 24 != 0) {
                mask[i / width * row + i % width / 8] |= (byte) (0x80 >> i % width % 8);
            }
        }
        tell(cursor.put(mask).flip());
    }

    synchronized void bell() {
        tell(ByteBuffer.wrap(new byte[] {2}));
    }

    synchronized void cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        tell(ByteBuffer.allocate(8 + bytes.length)
                .putInt(3 << 24)
                .putInt(bytes.length)
                .put(bytes)
                .flip());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a display's channel could not be closed", e);
        }
    }
}
