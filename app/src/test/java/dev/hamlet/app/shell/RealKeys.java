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
final class RealKeys implements AutoCloseable {
    /** An X server's key codes begin with those that a terminal had. */
    private static final int FIRST = 8;

    /** Not closed by hand: the libraries are needed as long as this is. */
    private final Arena arena = Arena.ofAuto();

    private final SymbolLookup x11 = SymbolLookup.libraryLookup("libX11.so.6", arena);
    private final SymbolLookup test = SymbolLookup.libraryLookup("libXtst.so.6", arena);
    private final MemorySegment display;

    private RealKeys(String name) {
        MemorySegment server = name.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(name);
        display = (MemorySegment) call(
                () -> (Object) function(x11, "XOpenDisplay", ADDRESS, ADDRESS).invoke(server));
        if (display.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("no connection to the X server " + name);
        }
    }

    /** The keyboard of the server that this process uses. */
    static RealKeys open() {
        return new RealKeys("");
    }

    /** The keyboard of this server. */
    static RealKeys open(String display) {
        return new RealKeys(display);
    }

    @FunctionalInterface
    private interface Call {
        Object call() throws Throwable;
    }

    private static Object call(Call call) {
        try {
            return call.call();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Presses these, numbered as in Linux, and lets go of them in the other order. */
    void press(int... numbers) {
        IntStream both = IntStream.concat(
                IntStream.of(numbers), IntStream.range(0, numbers.length).map(i -> -numbers[numbers.length - 1 - i]));
        change(both.toArray());
    }

    /** Presses the keys of these numbers, and lets go of those with a minus. */
    void change(int... changes) {
        MethodHandle key = function(test, "XTestFakeKeyEvent", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_LONG);
        for (int one : changes) {
            call(() -> key.invoke(display, Math.abs(one) + FIRST, one > 0 ? 1 : 0, 0L));
        }
        call(() -> function(x11, "XSync", JAVA_INT, ADDRESS, JAVA_INT).invoke(display, 0));
    }

    /** Takes the keyboard from all windows, as a program does that locks the screen, until this is closed. */
    void lock() {
        Object root = call(
                () -> function(x11, "XDefaultRootWindow", JAVA_LONG, ADDRESS).invoke(display));
        MethodHandle grab =
                function(x11, "XGrabKeyboard", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
        Object refused = call(() -> grab.invoke(display, (long) root, 0, 1, 1, 0L));
        if (!refused.equals(0)) {
            throw new IllegalStateException("the keyboard cannot be taken: " + refused);
        }
    }

    private static MethodHandle function(
            SymbolLookup library, String name, MemoryLayout answer, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(answer, arguments));
    }

    @Override
    public void close() {
        call(() -> function(x11, "XCloseDisplay", JAVA_INT, ADDRESS).invoke(display));
    }
}
