package dev.hamlet.nativebridge.linux;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** What is loaded in this program already, the C library above all. */
public final class ProgramLibrary {
    private static final String SEARCH_PATH = "jna.platform.library.path";

    private ProgramLibrary() {}

    static <T extends Library> T load(Class<T> functions) {
        readyToSearch();
        return Native.load((String) null, functions);
    }

    /** Binds the native methods of this class, which are called a hundred thousand times where others are called once. */
    public static void bind(Class<?> functions) {
        readyToSearch();
        Native.register(functions, NativeLibrary.getProcess());
    }

    private static void readyToSearch() {
        // Where this is not set, JNA starts ldconfig to learn where libraries lie. None is looked for here, and the
        // start takes a sixth of a small program's whole time.
        if (System.getProperty(SEARCH_PATH) == null) {
            System.setProperty(SEARCH_PATH, "/lib");
        }
    }
}
