package dev.hamlet.nativebridge.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.hamlet.nativebridge.NativeException;

/** From the C library's error number to a NativeException. */
public final class Errno {
    private Errno() {}

    /** The number of the call that this thread made last. */
    public static int last() {
        return Native.getLastError();
    }

    /** The result of a call that says -1 when it failed. */
    public static int check(int result, String call) throws NativeException {
        if (result == -1) {
            throw failure(call, last());
        }
        return result;
    }

    /** For calls that answer with the error number itself, 0 for success. */
    static void checkZero(int result, String call) throws NativeException {
        if (result != 0) {
            throw failure(call, result);
        }
    }

    public static NativeException failure(String call, int errno) {
        return new NativeException(call, errno, words(errno));
    }

    /** The C library's words in the language of this process, as the JDK repeats them. */
    static String systemWords(int errno) {
        return LibC.INSTANCE.strerror(errno).getString(0, "UTF-8");
    }

    private static String words(int errno) {
        Pointer words;
        try {
            words = LibC.INSTANCE.strerrordesc_np(errno);
        } catch (UnsatisfiedLinkError _) {
            words = LibC.INSTANCE.strerror(errno);
        }
        return words == null ? "unknown error" : words.getString(0, "UTF-8");
    }
}
