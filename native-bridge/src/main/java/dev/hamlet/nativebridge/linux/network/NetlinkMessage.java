package dev.hamlet.nativebridge.linux.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A request to the kernel (netlink(7)): its header, the fixed part of its kind, and attributes, each aligned to 4 bytes. */
final class NetlinkMessage {
    static final int REQUEST = 0x1;
    static final int ACK = 0x4;
    static final int DUMP = 0x300;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;

    static final int HEADER = 16;
    private static final int ROOM = 1024;
    private static final int NESTED = 0x8000;

    private final ByteBuffer buffer = ByteBuffer.allocate(ROOM).order(ByteOrder.nativeOrder());

    NetlinkMessage(int type, int flags) {
        buffer.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags));
        buffer.putInt(0).putInt(0);
    }

    NetlinkMessage bytes(int... values) {
        for (int value : values) {
            buffer.put((byte) value);
        }
        return this;
    }

    NetlinkMessage number(int value) {
        buffer.putInt(value);
        return this;
    }

    /** An attribute of these bytes. */
    NetlinkMessage with(int type, byte[] value) {
        int start = begin(type, 0);
        buffer.put(value);
        return end(start);
    }

    NetlinkMessage with(int type, int value) {
        int start = begin(type, 0);
        buffer.putInt(value);
        return end(start);
    }

    /** An attribute of this text with a closing zero. */
    NetlinkMessage with(int type, String text) {
        int start = begin(type, 0);
        buffer.put(text.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        return end(start);
    }

    /** Begins an attribute that holds attributes; ended by {@link #end} with what this answers. */
    int begin(int type) {
        return begin(type, NESTED);
    }

    private int begin(int type, int mark) {
        int start = buffer.position();
        buffer.putShort((short) 0).putShort((short) (type | mark));
        return start;
    }

    NetlinkMessage end(int start) {
        buffer.putShort(start, (short) (buffer.position() - start));
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    /** The whole, numbered, so that its answer can be told. */
    byte[] numbered(int sequence) {
        buffer.putInt(0, buffer.position()).putInt(8, sequence);
        byte[] message = new byte[buffer.position()];
        buffer.get(0, message);
        return message;
    }
}
