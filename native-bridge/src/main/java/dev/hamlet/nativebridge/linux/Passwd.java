package dev.hamlet.nativebridge.linux;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/** {@code struct passwd} of getpwnam(3). */
@FieldOrder({"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"})
public final class Passwd extends Structure {
    public @Nullable Pointer pw_name;
    public @Nullable Pointer pw_passwd;
    public int pw_uid;
    public int pw_gid;
    public @Nullable Pointer pw_gecos;
    public @Nullable Pointer pw_dir;
    public @Nullable Pointer pw_shell;
}
