package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.hamlet.nativebridge.NativeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an X server, for requests that libxcb itself has no function for. Used by one thread at a time; the
 * numbers are those of the X protocol's encoding, in the byte order of this computer.
 */
final class XConnection implements AutoCloseable {
    private static final int CHECKED = 1;
    private static final int INTERN_ATOM = 16;
    private static final int GET_PROPERTY = 20;

    /** {@code struct iovec}, and {@code xcb_protocol_request_t}: count, extension, opcode, whether without a reply. */
    private static final int VECTOR = 2 * Native.POINTER_SIZE;

    private static final int REQUEST = 3 * Native.POINTER_SIZE;

    /** Where the setup holds the length of the vendor's name and the number of pixel formats, and how long it is. */
    private static final int VENDOR_LENGTH = 24;

    private static final int RESOURCE_BASE = 12;

    private static final int FORMATS = 29;
    private static final int SETUP = 40;

    private final Pointer connection;
    private boolean closed;

    private XConnection(Pointer connection) {
        this.connection = connection;
    }

    /** The server of this name, as in {@code DISPLAY}. */
    static XConnection open(String display) throws NativeException {
        IntByReference screen = new IntByReference();
        XConnection made;
        try {
            made = new XConnection(Xcb.INSTANCE.xcb_connect(CText.of(display), screen));
        } catch (LinkageError e) {
            // The second time it is that Xcb could not be made.
            throw failure("there is no libxcb.so.1");
        }
        if (made.isBroken() || screen.getValue() != 0) {
            made.close();
            throw failure("no connection to the X server " + display);
        }
        return made;
    }

    static NativeException failure(String what) {
        return new NativeException("X11: " + what, 0, "");
    }

    boolean isBroken() {
        return Xcb.INSTANCE.xcb_connection_has_error(connection) != 0;
    }

    int descriptor() {
        return Xcb.INSTANCE.xcb_get_file_descriptor(connection);
    }

    /** The window that covers the first screen. */
    int root() {
        Pointer setup = Xcb.INSTANCE.xcb_get_setup(connection);
        int vendor = Short.toUnsignedInt(setup.getShort(VENDOR_LENGTH));
        int formats = Byte.toUnsignedInt(setup.getByte(FORMATS));
        return setup.getInt(SETUP + padded(vendor) + 8L * formats);
    }

    /** The first of the numbers that this connection may give to what it makes in the server. */
    int firstId() {
        return Xcb.INSTANCE.xcb_get_setup(connection).getInt(RESOURCE_BASE);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    /** The first opcode of an extension, empty where the server has none. */
    Optional<Integer> opcode(Pointer extension) {
        Pointer data = Xcb.INSTANCE.xcb_get_extension_data(connection, extension);
        return data == null || data.getByte(8) == 0
                ? Optional.empty()
                : Optional.of(Byte.toUnsignedInt(data.getByte(9)));
    }

    /** A property of a window as text, empty where it has none. */
    String property(int window, String name) throws NativeException {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer atom = request(8 + padded(letters.length));
        atom.put(1, (byte) 1).putShort(4, (short) letters.length).put(8, letters);
        int number = ask(null, INTERN_ATOM, atom).getInt(8);
        if (number == 0) {
            return "";
        }
        ByteBuffer wanted = request(24).putInt(4, window).putInt(8, number).putInt(20, 256);
        ByteBuffer reply = ask(null, GET_PROPERTY, wanted);
        int length = Math.min(reply.getInt(16), reply.capacity() - 32);
        byte[] value = new byte[length];
        reply.get(32, value);
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    /** Room for a request of this many bytes, all zero; its first four are filled in when it is sent. */
    static ByteBuffer request(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }

    /** Sends a request and waits for its reply. */
    ByteBuffer ask(@Nullable Pointer extension, int opcode, ByteBuffer body) throws NativeException {
        int sequence = send(extension, opcode, body, false);
        PointerByReference error = new PointerByReference();
        Pointer reply = Xcb.INSTANCE.xcb_wait_for_reply(connection, sequence, error);
        free(error.getValue());
        if (reply == null) {
            throw failure("request " + opcode + " was refused");
        }
        try {
            int length = 32 + 4 * reply.getInt(4);
            return ByteBuffer.wrap(reply.getByteArray(0, length)).order(ByteOrder.nativeOrder());
        } finally {
            free(reply);
        }
    }

    /** Sends a request that has no reply, and waits until the server has done it. */
    void tell(@Nullable Pointer extension, int opcode, ByteBuffer body) throws NativeException {
        Pointer error = Xcb.INSTANCE.xcb_request_check(connection, send(extension, opcode, body, true));
        free(error);
        if (error != null || isBroken()) {
            throw failure("request " + opcode + " was refused");
        }
    }

    private int send(@Nullable Pointer extension, int opcode, ByteBuffer body, boolean isVoid) {
        // libxcb puts two entries of its own before the vector.
        try (Memory block = new Memory(3L * VECTOR + REQUEST + body.capacity())) {
            block.clear();
            long request = 3L * VECTOR;
            long data = request + REQUEST;
            block.getByteBuffer(data, body.capacity()).put(body.duplicate().clear());
            block.setPointer(2L * VECTOR, block.share(data));
            block.setLong(2L * VECTOR + Native.POINTER_SIZE, body.capacity());
            block.setLong(request, 1);
            block.setPointer(request + Native.POINTER_SIZE, extension);
            block.setByte(request + 2L * Native.POINTER_SIZE, (byte) opcode);
            block.setByte(request + 2L * Native.POINTER_SIZE + 1, (byte) (isVoid ? 1 : 0));
            return Xcb.INSTANCE.xcb_send_request(connection, CHECKED, block.share(2L * VECTOR), block.share(request));
        }
    }

    /** The first 32 bytes of the next event that has come, empty if none has. */
    Optional<ByteBuffer> event() {
        Pointer event = Xcb.INSTANCE.xcb_poll_for_event(connection);
        if (event == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ByteBuffer.wrap(event.getByteArray(0, 32)).order(ByteOrder.nativeOrder()));
        } finally {
            free(event);
        }
    }

    private static void free(@Nullable Pointer memory) {
        if (memory != null) {
            Native.free(Pointer.nativeValue(memory));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Xcb.INSTANCE.xcb_disconnect(connection);
        }
    }
}
