package dev.hamlet.nativebridge.linux;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code struct kvm_segment} of linux/kvm.h: a segment register with its hidden part. */
@FieldOrder({"base", "limit", "selector", "type", "present", "dpl", "db", "s", "l", "g", "avl", "unusable", "padding"})
public final class KvmSegment extends Structure {
    public long base;
    public int limit;
    public short selector;
    public byte type;
    public byte present;
    public byte dpl;
    public byte db;
    public byte s;
    public byte l;
    public byte g;
    public byte avl;
    public byte unusable;
    public byte padding;
}
