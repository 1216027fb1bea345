package dev.hamlet.nativebridge;

import java.io.IOException;

/**
 * A function of the operating system failed. Carries the error number (errno of errno(3)) beside the words, so that
 * callers can tell "no permission" from "not there" without reading text.
 */
public final class NativeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param call what was tried, such as {@code open(/dev/kvm)}
     * @param errno the operating system's error number
     * @param message the operating system's words for it
     */
    public NativeException(String call, int errno, String message) {
        super(call + ": " + message + " (errno " + errno + ")");
        this.errno = errno;
    }

    /** The operating system's error number, such as 13 for EACCES on Linux. */
    public int errno() {
        return errno;
    }
}
