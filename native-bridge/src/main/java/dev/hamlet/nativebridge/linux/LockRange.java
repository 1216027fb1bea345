package dev.hamlet.nativebridge.linux;

import com.sun.jna.NativeLong;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code struct flock} of fcntl(2). All zero but the type, it means the whole file. */
@FieldOrder({"l_type", "l_whence", "l_start", "l_len", "l_pid"})
public final class LockRange extends Structure {
    public short l_type;
    public short l_whence;
    public NativeLong l_start = new NativeLong();
    public NativeLong l_len = new NativeLong();
    public int l_pid;
}
