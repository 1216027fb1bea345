package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a container has changed of its image's files: what lies in its own folder of the overlay, but for the places that
 * were made to mount something on. Folders that are deeper than an archive may be are refused, as a container can make them
 * deeper than anybody can follow. Used by one thread.
 */
public final class ChangedFiles implements AutoCloseable {
    private final RootFolder upper;
    private final LowerLayers lower;
    private final Set<EntryPath> mounted;

    /**
     * Looks into these.
     *
     * @param upper the container's own folder
     * @param lower the folders of its image's layers, the topmost first
     * @param mounted where something is mounted, which says nothing of the container's own files
     */
    public ChangedFiles(Path upper, List<Path> lower, Set<EntryPath> mounted) throws NativeException {
        this.upper = RootFolder.open(upper);
        this.mounted = Set.copyOf(mounted);
        try {
            this.lower = new LowerLayers(lower);
        } catch (NativeException e) {
            this.upper.close();
            throw e;
        }
    }

    /** Whether this is a place where something is mounted, or in one. */
    boolean isMounted(EntryPath path) {
        return path.steps().stream().anyMatch(mounted::contains);
    }

    /**
     * All of them, by their paths.
     *
     * @throws LayerViolation where folders are too deep
     */
    public List<FileChange> all() throws NativeException, LayerViolation {
        List<FileChange> changes = new ArrayList<>();
        try (OpenFolder top = upper.enter(new byte[0])) {
            boolean _ = collect(top, new EntryPath(List.of()), false, changes);
        }
        changes.sort(Comparator.comparing(FileChange::path));
        return changes;
    }

    /** Collects what is in a folder; answers whether there was something. */
    private boolean collect(OpenFolder folder, EntryPath path, boolean opaque, List<FileChange> changes)
            throws NativeException, LayerViolation {
        if (path.names().size() > FolderWalk.DEEPEST) {
            throw new LayerViolation("folders are more than " + FolderWalk.DEEPEST + " deep: /" + path);
        }
        int before = changes.size();
        List<byte[]> names = folder.list();
        for (byte[] name : names) {
            EntryPath one = path.child(ByteText.of(name));
            Optional<FileState> state = folder.state(name);
            if (state.isPresent() && !isMounted(one)) {
                collect(folder, name, one, state.get(), changes);
            }
        }
        if (opaque) {
            Set<ByteText> there = new HashSet<>();
            names.forEach(name -> there.add(ByteText.of(name)));
            for (ByteText gone : lower.names(path)) {
                if (!there.contains(gone)) {
                    add(changes, FileChange.Kind.DELETED, path.child(gone));
                }
            }
        }
        return changes.size() > before;
    }

    private void collect(OpenFolder parent, byte[] name, EntryPath path, FileState state, List<FileChange> changes)
            throws NativeException, LayerViolation {
        if (LowerLayers.isWhiteout(state)) {
            add(changes, FileChange.Kind.DELETED, path);
            return;
        }
        Optional<FileState> before = lower.find(path);
        FileChange.Kind kind = before.isPresent() ? FileChange.Kind.CHANGED : FileChange.Kind.ADDED;
        if (state.kind() != Kind.FOLDER) {
            add(changes, kind, path);
            return;
        }
        boolean below;
        try (OpenFolder folder = parent.folder(name)) {
            boolean opaque = before.isPresent() && LowerLayers.isOpaque(parent.attributes(name));
            below = collect(folder, path, opaque, changes);
        }
        if (below || isOwnChange(path, state, before)) {
            add(changes, kind, path);
        }
    }

    /** A folder that is only the way to a place where something is mounted is none. */
    private boolean isOwnChange(EntryPath path, FileState state, Optional<FileState> before) {
        return before.map(one -> one.permissions() != state.permissions()
                        || one.uid() != state.uid()
                        || one.gid() != state.gid()
                        || one.kind() != state.kind())
                .orElseGet(() -> mounted.stream().noneMatch(place -> isBelow(place, path)));
    }

    private static boolean isBelow(EntryPath place, EntryPath folder) {
        int depth = folder.names().size();
        return place.names().size() > depth && place.names().subList(0, depth).equals(folder.names());
    }

    private static void add(List<FileChange> changes, FileChange.Kind kind, EntryPath path) {
        changes.add(new FileChange(kind, "/" + path));
    }

    /** How what is at this path, and is there, differs; empty where it is the image's. Links in the path are not followed. */
    public Optional<FileChange.Kind> mark(EntryPath path) throws NativeException {
        if (path.isRoot() || isMounted(path)) {
            return Optional.empty();
        }
        try (OpenFolder parent = upper.enter(path.parent().bytes())) {
            byte[] name = path.last().bytes();
            Optional<FileState> state = parent.state(name);
            if (state.isEmpty() || LowerLayers.isWhiteout(state.get())) {
                return Optional.empty();
            }
            List<FileChange> changes = new ArrayList<>();
            try {
                collect(parent, name, path, state.get(), changes);
            } catch (LayerViolation e) {
                // Nothing but the container has made folders as deep as that.
                return Optional.of(lower.find(path).isPresent() ? FileChange.Kind.CHANGED : FileChange.Kind.ADDED);
            }
            return changes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(changes.getLast().kind()).filter(kind -> kind != FileChange.Kind.DELETED);
        } catch (NativeException e) {
            // The container has changed nothing in that folder.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        upper.close();
        lower.close();
    }
}
