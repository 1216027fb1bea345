package dev.hamlet.engine.display;

import java.io.IOException;
import java.util.Arrays;

/** What the server sends once terms are agreed (RFC 6143, 7.6). Used by the reading thread alone. */
final class ServerMessages implements AutoCloseable {
    /** Ends an update before its count says so (rfbproto, "LastRect Pseudo-encoding"). */
    private static final int LAST_RECTANGLE = -224;

    private static final int UPDATE = 0;
    private static final int COLOUR_MAP = 1;
    private static final int BELL = 2;
    private static final int CUT_TEXT = 3;

    private final RfbInput in;
    private final RfbOutput output;
    private final Framebuffer framebuffer;
    private final ServerSays server;
    private final Clipboard clipboard;
    private final Encoding[] encodings;
    private final Area where = new Area();

    /**
     * Whether the next request is for the whole picture, changed or not. QEMU 7.2 looks for changes at its own slow
     * pace and answers such a request sooner: of a guest that repaints its screen 17 frames a second instead of 10, by
     * turns on a busy computer. A picture that stands still ends it, at the price of one frame too many.
     */
    private volatile boolean askWhole;

    private final Runnable askForMore;

    ServerMessages(RfbInput in, RfbOutput output, Framebuffer framebuffer, ServerSays server, Clipboard clipboard) {
        this.in = in;
        this.output = output;
        this.framebuffer = framebuffer;
        this.server = server;
        this.clipboard = clipboard;
        this.askForMore = () -> request(!askWhole);
        this.encodings = new Encoding[] {
            new RawEncoding(framebuffer),
            new CopyRectEncoding(framebuffer),
            new ZrleEncoding(framebuffer),
            new HextileEncoding(framebuffer),
            new ExtendedDesktopSizeEncoding(framebuffer, server),
            new DesktopSizeEncoding(framebuffer, server),
            new CursorEncoding(CursorEncoding.Form.ALPHA, server),
            new CursorEncoding(CursorEncoding.Form.COLOURED, server),
            new CursorEncoding(CursorEncoding.Form.TWO_COLOURS, server),
            new QemuEncoding(QemuEncoding.Kind.PHYSICAL_KEYS, server),
            new QemuEncoding(QemuEncoding.Kind.POINTER_MODE, server),
            new QemuEncoding(QemuEncoding.Kind.LEDS, server)
        };
    }

    /**
     * Says what this client can read and asks for the whole picture.
     *
     * @param first the encoding of pixels that is dearest
     */
    void begin(int first) {
        int[] numbers = new int[encodings.length + 3];
        int count = 0;
        numbers[count++] = first;
        for (Encoding encoding : encodings) {
            if (encoding.number() != first) {
                numbers[count++] = encoding.number();
            }
        }
        numbers[count++] = LAST_RECTANGLE;
        numbers[count++] = Clipboard.NUMBER;
        output.pixelFormat();
        output.encodings(Arrays.copyOf(numbers, count));
        request(false);
    }

    /** Asks for the picture, or for what has changed of it. */
    void request(boolean incremental) {
        framebuffer.ask(output, incremental);
    }

    /** Waits for one message and does what it says. */
    void next() throws IOException {
        int type = in.u8();
        switch (type) {
            case UPDATE -> update();
            case COLOUR_MAP -> {
                // None was asked for, so there is nothing to do with it.
                in.skip(3);
                in.skip(6L * in.u16());
            }
            case BELL -> server.tell(new DisplayEvent.Bell());
            case CUT_TEXT -> clipboard.read(in);
            default -> throw new RfbViolation("a message of type " + type);
        }
    }

    private void update() throws IOException {
        in.skip(1);
        int count = in.u16();
        // Asked for now, the next is on its way while this one is still read. But pictures that nobody sees are not
        // sent.
        framebuffer.whenSeen(askForMore);
        framebuffer.keepUnseen();
        int sizes = framebuffer.sizes();
        for (int i = 0; i < count; i++) {
            in.requireOpen();
            where.set(in.u16(), in.u16(), in.u16(), in.u16());
            int number = in.s32();
            if (number == LAST_RECTANGLE) {
                break;
            }
            encoding(number).read(in, where);
        }
        askWhole = framebuffer.takeGreatChange();
        if (framebuffer.sizes() != sizes) {
            // What the server thinks to have sent was for another size.
            request(false);
        }
        if (framebuffer.publish()) {
            server.painted();
        }
    }

    private Encoding encoding(int number) throws RfbViolation {
        for (Encoding encoding : encodings) {
            if (encoding.number() == number) {
                return encoding;
            }
        }
        throw new RfbViolation("a rectangle in encoding " + number);
    }

    @Override
    public void close() {
        for (Encoding encoding : encodings) {
            encoding.end();
        }
    }
}
