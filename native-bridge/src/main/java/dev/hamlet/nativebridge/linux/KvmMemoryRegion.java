package dev.hamlet.nativebridge.linux;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code struct kvm_userspace_memory_region} of linux/kvm.h. */
@FieldOrder({"slot", "flags", "guest_phys_addr", "memory_size", "userspace_addr"})
public final class KvmMemoryRegion extends Structure {
    public int slot;
    public int flags;
    public long guest_phys_addr;
    public long memory_size;
    public long userspace_addr;
}
