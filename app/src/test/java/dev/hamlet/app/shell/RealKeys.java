package dev.hamlet.app.shell;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.stream.IntStream;

/** The keyboard of an X screen, key by key: a robot of JavaFX knows one Control key alone. */
@SuppressWarnings("restricted")
final class RealKeys {
    /** An X server's key codes begin with those that a terminal had. */
    private static final int FIRST = 8;

    private final SymbolLookup x11;
    private final SymbolLookup test;

    private RealKeys(Arena arena) {
        x11 = SymbolLookup.libraryLookup("libX11.so.6", arena);
        test = SymbolLookup.libraryLookup("libXtst.so.6", arena);
    }

    /** Presses these, numbered as in Linux, and lets go of them in the other order. */
    static void press(int... numbers) {
        IntStream both = IntStream.concat(
                IntStream.of(numbers), IntStream.range(0, numbers.length).map(i -> -numbers[numbers.length - 1 - i]));
        change(both.toArray());
    }

    /** Presses the keys of these numbers, and lets go of those with a minus. */
    static void change(int... changes) {
        try (Arena arena = Arena.ofConfined()) {
            RealKeys keys = new RealKeys(arena);
            MemorySegment display = (MemorySegment)
                    function(keys.x11, "XOpenDisplay", ADDRESS, ADDRESS).invokeExact(MemorySegment.NULL);
            MethodHandle key =
                    function(keys.test, "XTestFakeKeyEvent", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_LONG);
            for (int one : changes) {
                int _ = (int) key.invokeExact(display, Math.abs(one) + FIRST, one > 0 ? 1 : 0, 0L);
            }
            int _ = (int)
                    function(keys.x11, "XSync", JAVA_INT, ADDRESS, JAVA_INT).invokeExact(display, 0);
            int _ = (int) function(keys.x11, "XCloseDisplay", JAVA_INT, ADDRESS).invokeExact(display);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the keyboard from all windows, as a program does that locks the screen; run the answer to give it back. */
    static Runnable lock() {
        // Not closed by hand: the libraries are needed until the keyboard is given back.
        RealKeys keys = new RealKeys(Arena.ofAuto());
        try {
            MemorySegment display = (MemorySegment)
                    function(keys.x11, "XOpenDisplay", ADDRESS, ADDRESS).invokeExact(MemorySegment.NULL);
            long root = (long)
                    function(keys.x11, "XDefaultRootWindow", JAVA_LONG, ADDRESS).invokeExact(display);
            int refused = (int) function(
                            keys.x11,
                            "XGrabKeyboard",
                            JAVA_INT,
                            ADDRESS,
                            JAVA_LONG,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_LONG)
                    .invokeExact(display, root, 0, 1, 1, 0L);
            if (refused != 0) {
                throw new IllegalStateException("the keyboard cannot be taken: " + refused);
            }
            MethodHandle close = function(keys.x11, "XCloseDisplay", JAVA_INT, ADDRESS);
            return () -> {
                try {
                    int _ = (int) close.invokeExact(display);
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            };
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(
            SymbolLookup library, String name, MemoryLayout answer, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(answer, arguments));
    }
}
