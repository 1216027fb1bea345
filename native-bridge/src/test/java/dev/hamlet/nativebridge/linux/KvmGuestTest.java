package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Walks the page tables and interprets the code as the processor would, one instruction at a time. */
class KvmGuestTest {
    /** What the guest did by the time it halted. */
    private record Outcome(long instructions, int port, int value) {}

    @Test
    void theLoopRunsItsRoundsThenWritesAndHalts() {
        assertEquals(new Outcome(1 + 2L * 100_000 + 4, 0x3f8, 'H'), run(KvmGuest.memory(100_000)));
        assertEquals(new Outcome(1 + 2 + 4, 0x3f8, 'H'), run(KvmGuest.memory(1)));
    }

    @Test
    void theFirstTwoMebibytesAreMappedToThemselvesAndNothingElse() {
        ByteBuffer memory = ByteBuffer.wrap(KvmGuest.memory(1)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(KvmGuest.CODE, walk(memory, KvmGuest.CODE));
        assertEquals(0x1fffff, walk(memory, 0x1fffff));
        assertThrows(IllegalStateException.class, () -> walk(memory, 0x200000));
        assertThrows(IllegalStateException.class, () -> walk(memory, 1L << 39));
    }

    private static Outcome run(byte[] bytes) {
        ByteBuffer memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long at = KvmGuest.CODE;
        long count = 0;
        int ecx = 0;
        int al = 0;
        int dx = 0;
        int port = -1;
        int value = -1;
        boolean zero = false;
        while (true) {
            int ip = (int) walk(memory, at);
            count++;
            int opcode = memory.get(ip) & 0xff;
            int next = memory.get(ip + 1) & 0xff;
            switch (opcode) {
                case 0xb9 -> {
                    ecx = memory.getInt(ip + 1);
                    at += 5;
                }
                case 0xff -> {
                    assertEquals(0xc9, next, "register form, /1, ecx");
                    ecx--;
                    zero = ecx == 0;
                    at += 2;
                }
                case 0x75 -> at += 2 + (zero ? 0 : (byte) next);
                case 0xb0 -> {
                    al = next;
                    at += 2;
                }
                case 0x66 -> {
                    assertEquals(0xba, next);
                    dx = memory.getShort(ip + 2) & 0xffff;
                    at += 4;
                }
                case 0xee -> {
                    port = dx;
                    value = al;
                    at += 1;
                }
                case 0xf4 -> {
                    return new Outcome(count, port, value);
                }
                default -> throw new IllegalStateException("opcode " + Integer.toHexString(opcode));
            }
        }
    }

    /** Four levels, of which the third may end in a large page. */
    private static long walk(ByteBuffer memory, long address) {
        long table = KvmGuest.PML4;
        for (int shift = 39; shift > 12; shift -= 9) {
            long entry = memory.getLong((int) (table + ((address >> shift) & 0x1ff) * 8));
            if ((entry & 1) == 0) {
                throw new IllegalStateException("page fault at " + Long.toHexString(address));
            }
            long target = entry & 0x000f_ffff_ffff_f000L;
            if (shift == 21 && (entry & 0x80) != 0) {
                return target + (address & 0x1f_ffff);
            }
            assertNotEquals(0, target);
            table = target;
        }
        throw new IllegalStateException("no page of 4 KiB is expected");
    }
}
