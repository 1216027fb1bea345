package dev.hamlet.nativebridge.linux;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code struct kvm_sregs} of linux/kvm.h for x86. */
@FieldOrder({
    "cs",
    "ds",
    "es",
    "fs",
    "gs",
    "ss",
    "tr",
    "ldt",
    "gdt",
    "idt",
    "cr0",
    "cr2",
    "cr3",
    "cr4",
    "cr8",
    "efer",
    "apic_base",
    "interrupt_bitmap"
})
public final class KvmSystemRegisters extends Structure {
    public KvmSegment cs = new KvmSegment();
    public KvmSegment ds = new KvmSegment();
    public KvmSegment es = new KvmSegment();
    public KvmSegment fs = new KvmSegment();
    public KvmSegment gs = new KvmSegment();
    public KvmSegment ss = new KvmSegment();
    public KvmSegment tr = new KvmSegment();
    public KvmSegment ldt = new KvmSegment();
    public KvmTable gdt = new KvmTable();
    public KvmTable idt = new KvmTable();
    public long cr0;
    public long cr2;
    public long cr3;
    public long cr4;
    public long cr8;
    public long efer;
    public long apic_base;
    public long[] interrupt_bitmap = new long[4];

    /** Sets 64-bit mode with flat segments (Intel SDM volume 3, 10.8.5), leaving the task register as it was reset. */
    void enterLongMode(long pageTables) {
        cr0 = 0x80000031L; // PG, NE, ET, PE
        cr3 = pageTables;
        cr4 = 0x20; // PAE
        efer = 0x500; // LMA, LME
        flat(cs, 8, 11);
        cs.l = 1;
        cs.db = 0;
        for (KvmSegment data : new KvmSegment[] {ds, es, fs, gs, ss}) {
            flat(data, 16, 3);
        }
    }

    private static void flat(KvmSegment segment, int selector, int type) {
        segment.base = 0;
        segment.limit = -1;
        segment.selector = (short) selector;
        segment.type = (byte) type;
        segment.present = 1;
        segment.dpl = 0;
        segment.db = 1;
        segment.s = 1;
        segment.l = 0;
        segment.g = 1;
        segment.unusable = 0;
    }
}
