package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.junit.jupiter.api.Test;

/** Sizes and places as gcc lays them out from linux/kvm.h; a live read needs a device. */
class KvmStructuresTest {
    private static Pointer written(Structure structure) {
        structure.write();
        return structure.getPointer();
    }

    @Test
    void segmentAndTableHaveTheirSizes() {
        assertEquals(24, new KvmSegment().size());
        assertEquals(16, new KvmTable().size());
        assertEquals(32, new KvmMemoryRegion().size());
    }

    @Test
    void systemRegistersLieWhereTheKernelHasThem() {
        KvmSystemRegisters registers = new KvmSystemRegisters();
        assertEquals(312, registers.size());
        registers.tr.base = 1;
        registers.gdt.base = 2;
        registers.interrupt_bitmap[0] = 3;
        registers.enterLongMode(0x1000);
        Pointer memory = written(registers);
        assertEquals(1, memory.getLong(144));
        assertEquals(2, memory.getLong(192));
        assertEquals(0x80000031L, memory.getLong(224));
        assertEquals(0x1000, memory.getLong(240));
        assertEquals(0x20, memory.getLong(248));
        assertEquals(0x500, memory.getLong(264));
        assertEquals(3, memory.getLong(280));
        byte[] code = {-1, -1, -1, -1, 8, 0, 11, 1, 0, 0, 1, 1, 1, 0, 0, 0};
        assertArrayEquals(code, memory.getByteArray(8, 16));
        byte[] stack = {-1, -1, -1, -1, 16, 0, 3, 1, 0, 1, 1, 0, 1, 0, 0, 0};
        assertArrayEquals(stack, memory.getByteArray(5 * 24 + 8, 16));
    }

    @Test
    void registersLieWhereTheKernelHasThem() {
        KvmRegisters registers = new KvmRegisters();
        assertEquals(144, registers.size());
        registers.rsp = 1;
        registers.rip = 2;
        registers.rflags = 3;
        Pointer memory = written(registers);
        assertEquals(1, memory.getLong(48));
        assertEquals(2, memory.getLong(128));
        assertEquals(3, memory.getLong(136));
    }

    @Test
    void memoryRegionLiesWhereTheKernelHasIt() {
        KvmMemoryRegion region = new KvmMemoryRegion();
        region.guest_phys_addr = 1;
        region.memory_size = 2;
        region.userspace_addr = 3;
        Pointer memory = written(region);
        assertEquals(1, memory.getLong(8));
        assertEquals(2, memory.getLong(16));
        assertEquals(3, memory.getLong(24));
    }
}
