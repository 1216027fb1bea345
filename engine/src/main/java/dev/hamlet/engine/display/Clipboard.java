package dev.hamlet.engine.display;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Text both ways: in Latin-1 (RFC 6143, 7.5.6 and 7.6.4), or any text where the server has the extended clipboard
 * (rfbproto): one side says that it has text, the other asks for it, the first provides it. Safe for use by many threads,
 * reading is for the reading thread alone.
 */
final class Clipboard {
    /** The pseudo-encoding that asks for the extended clipboard. */
    static final int NUMBER = 0xc0a1_e5ce;

    /** The longest text, in bytes; one byte more for its end is allowed for. QEMU takes 1 MiB with the length before it. */
    static final int LONGEST = (1 << 20) - 8;

    private static final Logger LOG = LoggerFactory.getLogger(Clipboard.class);

    private static final int TEXT = 1;
    private static final int FORMATS = 0xffff;
    private static final int CAPS = 1 << 24;
    private static final int REQUEST = 1 << 25;
    private static final int PEEK = 1 << 26;
    private static final int NOTIFY = 1 << 27;
    private static final int PROVIDE = 1 << 28;

    private final RfbOutput output;
    private final ServerSays server;

    /** What this side has to give. */
    private volatile String own = "";

    Clipboard(RfbOutput output, ServerSays server) {
        this.output = output;
        this.server = server;
    }

    /** Gives the guest this text, or none if it is empty. Answers whether it is short enough. */
    boolean offer(String text) {
        // No text has fewer bytes than characters.
        if (text.length() > LONGEST || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return false;
        }
        own = text;
        if (server.features().unicodeClipboard()) {
            tellOwn();
        } else {
            output.cutText(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return true;
    }

    private void tellOwn() {
        output.extendedCutText(NOTIFY | (own.isEmpty() ? 0 : TEXT), new byte[0]);
    }

    /** Asks for the text that the guest has offered. */
    void request() {
        if (server.features().unicodeClipboard()) {
            output.extendedCutText(REQUEST | TEXT, new byte[0]);
        }
    }

    /** ServerCutText, after its type. */
    void read(RfbInput in) throws IOException {
        in.skip(3);
        int length = in.s32();
        if (length >= 0) {
            if (length > LONGEST) {
                LOG.info("text of {} bytes in the guest's clipboard is too long", length);
                in.skip(length);
            } else {
                byte[] text = new byte[length];
                in.bytes(text, 0, length);
                received(new String(text, StandardCharsets.ISO_8859_1));
            }
            return;
        }
        long left = -(long) length - Integer.BYTES;
        if (left < 0) {
            throw new RfbViolation("a clipboard message without its flags");
        }
        int flags = in.s32();
        if (left > LONGEST) {
            LOG.info("text of {} packed bytes in the guest's clipboard is too long", left);
            in.skip(left);
            return;
        }
        byte[] data = new byte[(int) left];
        in.bytes(data, 0, data.length);
        extended(flags, data);
    }

    private void extended(int flags, byte[] data) throws RfbViolation {
        if ((flags & CAPS) != 0) {
            // For each format that the server has, how much of it it takes unasked: nothing is sent unasked here.
            if (data.length < Integer.bitCount(flags & FORMATS) * Integer.BYTES) {
                throw new RfbViolation("abilities of a clipboard without their sizes");
            }
            byte[] size = ByteBuffer.allocate(Integer.BYTES).putInt(LONGEST).array();
            output.extendedCutText(CAPS | REQUEST | PEEK | NOTIFY | PROVIDE | TEXT, size);
            server.unicodeClipboard();
        } else if ((flags & NOTIFY) != 0) {
            server.tell(new DisplayEvent.ClipboardOffered((flags & TEXT) != 0));
        } else if ((flags & PROVIDE) != 0) {
            if ((flags & TEXT) != 0) {
                received(unpack(data));
            }
        } else if ((flags & PEEK) != 0) {
            tellOwn();
        } else if ((flags & REQUEST) != 0 && (flags & TEXT) != 0 && !own.isEmpty()) {
            output.extendedCutText(PROVIDE | TEXT, pack(own));
        }
    }

    private void received(String text) {
        server.tell(new DisplayEvent.ClipboardReceived(text.replace("\r\n", "\n")));
    }

    /**
     * A text with its length before it, packed. It ends with a zero byte and its lines end with CR and LF, but not for
     * QEMU, which hands the guest every byte as it is.
     */
    private byte[] pack(String text) {
        boolean plain = server.isQemu();
        String lines = plain ? text : text.replace("\r\n", "\n").replace("\n", "\r\n") + "\0";
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(ByteBuffer.allocate(Integer.BYTES + bytes.length)
                    .putInt(bytes.length)
                    .put(bytes)
                    .array());
            deflater.finish();
            byte[] piece = new byte[1 << 13];
            while (!deflater.finished()) {
                packed.write(piece, 0, deflater.deflate(piece));
            }
        }
        return packed.toByteArray();
    }

    /** The text of a packed one; unpacks no more than a text may have, whatever the bytes could become. */
    private static String unpack(byte[] packed) throws RfbViolation {
        byte[] head = new byte[Integer.BYTES];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            fill(inflater, head);
            long length = ByteBuffer.wrap(head).getInt() & 0xffff_ffffL;
            if (length > LONGEST + 1) {
                throw new RfbViolation("a text of " + length + " bytes in the clipboard");
            }
            byte[] text = new byte[(int) length];
            fill(inflater, text);
            CharBuffer characters = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(text));
            String all = characters.toString();
            return all.endsWith("\0") ? all.substring(0, all.length() - 1) : all;
        } catch (DataFormatException | CharacterCodingException e) {
            throw (RfbViolation) new RfbViolation("text in the clipboard that cannot be unpacked").initCause(e);
        }
    }

    private static void fill(Inflater inflater, byte[] to) throws DataFormatException {
        int done = 0;
        while (done < to.length) {
            int now = inflater.inflate(to, done, to.length - done);
            if (now == 0) {
                throw new DataFormatException("it ends early");
            }
            done += now;
        }
    }
}
