package dev.hamlet.nativebridge.linux;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code struct kvm_dtable} of linux/kvm.h: a register of a descriptor table. */
@FieldOrder({"base", "limit", "padding"})
public final class KvmTable extends Structure {
    public long base;
    public short limit;
    public short[] padding = new short[3];
}
