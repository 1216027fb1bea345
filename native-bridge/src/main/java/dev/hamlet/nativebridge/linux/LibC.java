package dev.hamlet.nativebridge.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;

/** The functions of the C library that Hamlet uses, in their C signatures. */
interface LibC extends Library {
    LibC INSTANCE = Native.load("c", LibC.class);

    int getuid() throws LastErrorException;
}
