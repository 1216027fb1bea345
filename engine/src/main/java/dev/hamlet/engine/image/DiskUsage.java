package dev.hamlet.engine.image;

import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a tree takes on the disk: a file of several names once, and of a sparse one what is there. What vanishes meanwhile, and
 * what lies deeper than a path can be long, is left out.
 */
public final class DiskUsage {
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int ENAMETOOLONG = 36;

    private DiskUsage() {}

    /** The bytes of a tree, itself among them. */
    public static long of(Path tree) throws NativeException {
        long bytes = 0;
        Set<Long> seen = new HashSet<>();
        Deque<byte[]> folders = new ArrayDeque<>();
        folders.push(new byte[0]);
        try (RootFolder root = RootFolder.open(tree)) {
            while (!folders.isEmpty()) {
                byte[] path = folders.pop();
                try (OpenFolder folder = root.enter(path)) {
                    bytes += folder.state().allocated();
                    for (byte[] name : folder.list()) {
                        Optional<FileState> state = folder.state(name);
                        if (state.isPresent() && state.get().kind() == FileState.Kind.FOLDER) {
                            folders.push(joined(path, name));
                        } else if (state.isPresent()
                                && (state.get().links() < 2
                                        || seen.add(state.get().inode()))) {
                            bytes += state.get().allocated();
                        }
                    }
                } catch (NativeException e) {
                    if (path.length == 0
                            || (e.errno() != ENOENT && e.errno() != ENOTDIR && e.errno() != ENAMETOOLONG)) {
                        throw e;
                    }
                }
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] path, byte[] name) {
        if (path.length == 0) {
            return name;
        }
        byte[] joined = Arrays.copyOf(path, path.length + 1 + name.length);
        joined[path.length] = '/';
        System.arraycopy(name, 0, joined, path.length + 1, name.length);
        return joined;
    }
}
