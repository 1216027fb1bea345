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

/**
 * The window on top of an X screen, whosever it is. To give it the keyboard is the task of a window manager, which a
 * screen of the tests lacks: windows of JavaFX take it themselves, dialogs of the desktop do not.
 */
@SuppressWarnings("restricted")
final class TopWindow {
    private static final int REVERT_TO_PARENT = 2;
    private static final long NOW = 0;

    private final Arena arena;
    private final SymbolLookup library;
    private final MemorySegment display;

    private TopWindow(Arena arena) throws Throwable {
        this.arena = arena;
        this.library = SymbolLookup.libraryLookup("libX11.so.6", arena);
        this.display =
                (MemorySegment) function("XOpenDisplay", ADDRESS, ADDRESS).invokeExact(MemorySegment.NULL);
    }

    /** Its number. */
    static long id() {
        return ask(TopWindow::find);
    }

    /** Gives it the keyboard. */
    static long focus() {
        return ask(top -> {
            long window = top.find();
            int _ = (int) top.function("XSetInputFocus", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG)
                    .invokeExact(top.display, window, REVERT_TO_PARENT, NOW);
            return window;
        });
    }

    @FunctionalInterface
    private interface Question {
        long ask(TopWindow top) throws Throwable;
    }

    private static long ask(Question question) {
        try (Arena arena = Arena.ofConfined()) {
            TopWindow top = new TopWindow(arena);
            long answer = question.ask(top);
            int _ = (int) top.function("XCloseDisplay", JAVA_INT, ADDRESS).invokeExact(top.display);
            return answer;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private long find() throws Throwable {
        long root = (long) function("XDefaultRootWindow", JAVA_LONG, ADDRESS).invokeExact(display);
        MemorySegment unused = arena.allocate(JAVA_LONG, 2);
        MemorySegment children = arena.allocate(ADDRESS);
        MemorySegment count = arena.allocate(JAVA_INT);
        int _ = (int) function("XQueryTree", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
                .invokeExact(display, root, unused, unused.asSlice(JAVA_LONG.byteSize()), children, count);
        int last = count.get(JAVA_INT, 0) - 1;
        // From the lowest to the one on top.
        MemorySegment all = children.get(ADDRESS, 0).reinterpret((last + 1) * JAVA_LONG.byteSize());
        return last < 0 ? root : all.getAtIndex(JAVA_LONG, last);
    }

    private MethodHandle function(String name, MemoryLayout answer, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(answer, arguments));
    }
}
