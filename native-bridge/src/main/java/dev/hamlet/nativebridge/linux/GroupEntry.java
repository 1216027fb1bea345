package dev.hamlet.nativebridge.linux;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/** {@code struct group} of getgrnam(3). */
@FieldOrder({"gr_name", "gr_passwd", "gr_gid", "gr_mem"})
public final class GroupEntry extends Structure {
    public @Nullable Pointer gr_name;
    public @Nullable Pointer gr_passwd;
    public int gr_gid;
    public @Nullable Pointer gr_mem;
}
