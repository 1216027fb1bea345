package dev.hamlet.engine.container.files;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a tree of files as entries. Links are told and never followed, whoever swaps what for a link meanwhile; what
 * vanishes meanwhile is left out; so are sockets. A file of several names has its content with the first of them; devices of
 * several names are told as one for each, since overlayfs gives all its marks of what is gone one number. Used by one thread.
 */
public final class FolderWalk {
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int ELOOP = 40;
    private static final int EINVAL = 22;

    /** As deep as an archive may be. */
    static final int DEEPEST = 256;

    private final EntrySink sink;
    private final Progress progress;
    private final Map<Inode, ByteText> linked = new HashMap<>();
    private long bytes;

    /** What tells one file from another. */
    private record Inode(long device, long number) {}

    /** A walk that gives what it meets to this sink. */
    public FolderWalk(EntrySink sink, Progress progress) {
        this.sink = sink;
        this.progress = progress;
    }

    /** Tells what has this name in a folder, with all below it, under another name. */
    public void of(OpenFolder parent, byte[] name, ByteText as) throws IOException, InterruptedException {
        of(parent, name, as, 0);
    }

    /** Tells all that is in a folder, without that itself; names begin with the prefix and a slash if it is not empty. */
    public void below(OpenFolder folder, ByteText prefix) throws IOException, InterruptedException {
        below(folder, prefix, 0);
    }

    private void below(OpenFolder folder, ByteText prefix, int depth) throws IOException, InterruptedException {
        List<byte[]> names = folder.list();
        names.sort(Arrays::compareUnsigned);
        for (byte[] name : names) {
            of(folder, name, joined(prefix, name), depth);
        }
    }

    private void of(OpenFolder parent, byte[] name, ByteText as, int depth) throws IOException, InterruptedException {
        progress.check();
        Optional<FileState> found = parent.state(name);
        if (found.isEmpty() || found.get().kind() == FileState.Kind.SOCKET) {
            return;
        }
        FileState state = found.get();
        try {
            Inode inode = new Inode(state.device(), state.inode());
            ByteText first = linked.get(inode);
            if (first != null) {
                give(new TarEntry.HardLink(facts(parent, name, state, as), first));
                return;
            }
            if (state.links() > 1 && isLinkable(state.kind())) {
                linked.put(inode, as);
            }
            Facts facts = facts(parent, name, state, as);
            switch (state.kind()) {
                case FILE -> file(parent, name, facts, state.size());
                case FOLDER -> folder(parent, name, facts, depth);
                case LINK -> give(new TarEntry.SymbolicLink(facts, ByteText.of(parent.target(name))));
                case CHARACTER_DEVICE -> give(new TarEntry.Device(facts, false, state.major(), state.minor()));
                case BLOCK_DEVICE -> give(new TarEntry.Device(facts, true, state.major(), state.minor()));
                case PIPE -> give(new TarEntry.Pipe(facts));
                case SOCKET -> throw new IllegalStateException("passed over above");
            }
        } catch (Swapped e) {
            // It has become something else, or nothing, since it was looked at.
            boolean _ = linked.remove(new Inode(state.device(), state.inode()), as);
        }
    }

    /**
     * Whether names of the same file are worth keeping together. Not for devices, of which nothing is shared but two numbers:
     * the kernel links the whiteouts of an overlay to one, and a link to a mark is none.
     */
    private static boolean isLinkable(FileState.Kind kind) {
        return switch (kind) {
            case FILE, LINK, PIPE -> true;
            case FOLDER, CHARACTER_DEVICE, BLOCK_DEVICE, SOCKET -> false;
        };
    }

    private void file(OpenFolder parent, byte[] name, Facts facts, long size) throws IOException, InterruptedException {
        try (InputStream in = swapped(() -> parent.read(name));
                ExactInput exact = new ExactInput(in, size, progress)) {
            sink.take(TarEntry.RegularFile.whole(facts, size), exact);
        } catch (Interruption e) {
            throw e.interruption();
        }
        bytes += size;
        progress.bytes(bytes, -1);
    }

    private void folder(OpenFolder parent, byte[] name, Facts facts, int depth)
            throws IOException, InterruptedException {
        if (depth == DEEPEST) {
            throw new IOException("folders are more than " + DEEPEST + " deep: " + facts.name());
        }
        try (OpenFolder folder = swapped(() -> parent.folder(name))) {
            give(new TarEntry.Folder(facts));
            below(folder, facts.name(), depth + 1);
        }
    }

    private void give(TarEntry entry) throws IOException, InterruptedException {
        sink.take(entry, InputStream.nullInputStream());
    }

    private static Facts facts(OpenFolder parent, byte[] name, FileState state, ByteText as) throws IOException {
        Map<ByteText, ByteText> attributes = new LinkedHashMap<>();
        Map<String, byte[]> all =
                state.kind() == FileState.Kind.LINK ? Map.of() : swapped(() -> parent.attributes(name));
        all.forEach((key, value) -> attributes.put(ByteText.of(key), ByteText.of(value)));
        return new Facts(
                as,
                state.permissions(),
                state.uid(),
                state.gid(),
                state.modifiedSeconds(),
                state.modifiedNanos(),
                attributes);
    }

    /** The name in a folder of an archive. */
    static ByteText joined(ByteText prefix, byte[] name) {
        ByteText last = ByteText.of(name);
        return prefix.length() == 0 ? last : prefix.joined(ByteText.of("/")).joined(last);
    }

    /** Something was swapped for something else while it was looked at. */
    private static final class Swapped extends IOException {
        private static final long serialVersionUID = 1L;

        Swapped(NativeException cause) {
            super(cause);
        }
    }

    @FunctionalInterface
    private interface Looking<T> {
        T look() throws NativeException;
    }

    private static <T> T swapped(Looking<T> looking) throws IOException {
        try {
            return looking.look();
        } catch (NativeException e) {
            if (e.errno() == ENOENT || e.errno() == ENOTDIR || e.errno() == ELOOP || e.errno() == EINVAL) {
                throw new Swapped(e);
            }
            throw e;
        }
    }
}
