package dev.hamlet.nativebridge.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of the probe's guest: page tables and a few instructions of 64-bit code. A pure function of the number of
 * rounds (Intel SDM volume 3, 4.5 for the tables; volume 2 for the instructions).
 */
final class KvmGuest {
    /** Guest memory begins at address 0 and has this many bytes. */
    static final int SIZE = 0x6000;

    static final int PML4 = 0x1000;
    private static final int PDPT = 0x2000;
    private static final int DIRECTORY = 0x3000;
    static final int CODE = 0x4000;
    /** The stack grows down from here; the code uses none. */
    static final int STACK = 0x6000;

    /** The port that the guest writes to, and what. */
    static final int PORT = 0x3f8;

    static final int VALUE = 'H';

    private static final long PRESENT_WRITABLE = 0x3;
    private static final long ACCESSED_DIRTY = 0x60;
    private static final long LARGE = 0x80;

    private KvmGuest() {}

    /** All of the guest's memory. The first 2 MiB are mapped to themselves by one large page. */
    static byte[] memory(int rounds) {
        ByteBuffer memory = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        memory.putLong(PML4, PDPT | PRESENT_WRITABLE | ACCESSED_DIRTY);
        memory.putLong(PDPT, DIRECTORY | PRESENT_WRITABLE | ACCESSED_DIRTY);
        memory.putLong(DIRECTORY, PRESENT_WRITABLE | ACCESSED_DIRTY | LARGE);
        memory.position(CODE);
        memory.put((byte) 0xb9).putInt(rounds); // mov ecx, rounds
        memory.put(new byte[] {(byte) 0xff, (byte) 0xc9}); // again: dec ecx
        memory.put(new byte[] {0x75, (byte) 0xfc}); // jnz again
        memory.put(new byte[] {(byte) 0xb0, VALUE}); // mov al, 'H'
        memory.put(new byte[] {0x66, (byte) 0xba}).putShort((short) PORT); // mov dx, port
        memory.put((byte) 0xee); // out dx, al
        memory.put((byte) 0xf4); // hlt
        return memory.array();
    }
}
