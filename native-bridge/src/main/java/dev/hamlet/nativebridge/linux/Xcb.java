package dev.hamlet.nativebridge.linux;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libxcb ({@code xcb.h}, {@code xcbext.h}) that Hamlet uses, in their C signatures; a cookie, a
 * structure of one number, is that number. Unlike Xlib it never ends the process when the server goes away, and has no
 * state beside its connections.
 */
interface Xcb extends Library {
    Xcb INSTANCE = Native.load("libxcb.so.1", Xcb.class);

    /** Never null: {@link #xcb_connection_has_error} tells. */
    Pointer xcb_connect(byte[] display, IntByReference screen);

    int xcb_connection_has_error(Pointer connection);

    int xcb_get_file_descriptor(Pointer connection);

    Pointer xcb_get_setup(Pointer connection);

    /** Null where the connection is broken; the answer is the connection's. */
    @Nullable
    Pointer xcb_get_extension_data(Pointer connection, Pointer extension);

    int xcb_send_request(Pointer connection, int flags, Pointer vector, Pointer request);

    /** To be freed, as the error is; null where there is an error or no connection. */
    @Nullable
    Pointer xcb_wait_for_reply(Pointer connection, int sequence, PointerByReference error);

    /** The error, to be freed, or null. */
    @Nullable
    Pointer xcb_request_check(Pointer connection, int cookie);

    /** To be freed, or null. */
    @Nullable
    Pointer xcb_poll_for_event(Pointer connection);

    void xcb_disconnect(Pointer connection);
}
