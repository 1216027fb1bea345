package dev.hamlet.nativebridge.linux;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code struct winsize} of ioctl_tty(2). */
@FieldOrder({"ws_row", "ws_col", "ws_xpixel", "ws_ypixel"})
public final class WindowSize extends Structure {
    public short ws_row;
    public short ws_col;
    public short ws_xpixel;
    public short ws_ypixel;
}
