package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.charset.StandardCharsets;

/**
 * Removes a tree without following a link. However deep it is, few descriptors are open: what lies deep is moved up
 * first.
 */
final class Removal {
    private static final int DEPTH = 32;

    private final int top;
    private int moved;

    private Removal(int top) {
        this.top = top;
    }

    /** Removes what has this name in the open folder. */
    static void of(int folder, byte[] name) throws NativeException {
        if (FileCalls.unlinkat(folder, name, 0) == 0) {
            return;
        }
        int errno = Errno.last();
        if (errno == FileCalls.ENOENT) {
            return;
        }
        if (errno != FileCalls.EISDIR && errno != EPERM) {
            throw Errno.failure("unlinkat(" + Handle.shown(name) + ")", errno);
        }
        try (Handle tree = Names.open(folder, name)) {
            new Removal(tree.number()).empty(tree, 0);
        } catch (NativeException e) {
            if (e.errno() != FileCalls.ENOENT) {
                throw e;
            }
        }
        if (FileCalls.unlinkat(folder, name, FileCalls.AT_REMOVEDIR) != 0 && Errno.last() != FileCalls.ENOENT) {
            throw Errno.failure("unlinkat(" + Handle.shown(name) + ")", Errno.last());
        }
    }

    /** What POSIX has for a folder, and some file systems too. */
    private static final int EPERM = 1;

    /** Until nothing is left in it: what was moved up comes to lie in the topmost folder. */
    private void empty(Handle folder, int depth) throws NativeException {
        for (var names = Names.in(folder.number()); !names.isEmpty(); names = Names.in(folder.number())) {
            for (byte[] one : names) {
                remove(folder, Handle.zeroEnded(one), depth);
            }
        }
    }

    private void remove(Handle folder, byte[] name, int depth) throws NativeException {
        if (FileCalls.unlinkat(folder.number(), name, 0) == 0) {
            return;
        }
        int errno = Errno.last();
        if (errno != FileCalls.EISDIR && errno != EPERM) {
            if (errno != FileCalls.ENOENT) {
                throw Errno.failure("unlinkat(" + Handle.shown(name) + ")", errno);
            }
            return;
        }
        if (FileCalls.unlinkat(folder.number(), name, FileCalls.AT_REMOVEDIR) == 0) {
            return;
        }
        errno = Errno.last();
        if (errno != FileCalls.ENOTEMPTY) {
            throw Errno.failure("unlinkat(" + Handle.shown(name) + ")", errno);
        }
        if (depth >= DEPTH) {
            byte[] up = Handle.zeroEnded((".hamlet-removal-" + moved++).getBytes(StandardCharsets.US_ASCII));
            if (FileCalls.renameat(folder.number(), name, top, up) != 0) {
                throw Errno.failure("renameat(" + Handle.shown(name) + ")", Errno.last());
            }
            return;
        }
        try (Handle below = Names.open(folder.number(), name)) {
            empty(below, depth + 1);
        }
        if (FileCalls.unlinkat(folder.number(), name, FileCalls.AT_REMOVEDIR) != 0
                && Errno.last() != FileCalls.ENOENT) {
            throw Errno.failure("unlinkat(" + Handle.shown(name) + ")", Errno.last());
        }
    }
}
