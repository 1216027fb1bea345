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
 * The window that is shown on top of an X screen, whosever it is. To give it the keyboard is the task of a window manager, which a
 * screen of the tests lacks: windows of JavaFX take it themselves, dialogs of the desktop do not.
 */
@SuppressWarnings("restricted")
final class TopWindow {
    /** {@code XWindowAttributes} on 64 bits: its size, where its state stands, and that of a window on the screen. */
    private static final long ATTRIBUTES = 136;

    private static final long MAP_STATE = 92;
    private static final int VIEWABLE = 2;

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

    /** Gives it the keyboard, and answers whether it has that. */
    static boolean focus() {
        return ask(top -> {
                    long window = top.find();
                    int _ = (int) top.function("XSetInputFocus", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG)
                            .invokeExact(top.display, window, REVERT_TO_PARENT, NOW);
                    MemorySegment focused = top.arena.allocate(JAVA_LONG);
                    MemorySegment unused = top.arena.allocate(JAVA_INT);
                    int _ = (int) top.function("XGetInputFocus", JAVA_INT, ADDRESS, ADDRESS, ADDRESS)
                            .invokeExact(top.display, focused, unused);
                    return focused.get(JAVA_LONG, 0) == window ? 1 : 0;
                })
                == 1;
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
        // From the lowest to the one on top, those that are not shown included.
        int last = count.get(JAVA_INT, 0) - 1;
        MemorySegment all = children.get(ADDRESS, 0).reinterpret((last + 1) * JAVA_LONG.byteSize());
        for (int i = last; i >= 0; i--) {
            long window = all.getAtIndex(JAVA_LONG, i);
            if (isShown(window)) {
                return window;
            }
        }
        return root;
    }

    private boolean isShown(long window) throws Throwable {
        MemorySegment attributes = arena.allocate(ATTRIBUTES);
        int known = (int) function("XGetWindowAttributes", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS)
                .invokeExact(display, window, attributes);
        return known != 0 && attributes.get(JAVA_INT, MAP_STATE) == VIEWABLE;
    }

    private MethodHandle function(String name, MemoryLayout answer, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(answer, arguments));
    }
}
