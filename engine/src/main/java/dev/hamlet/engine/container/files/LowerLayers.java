package dev.hamlet.engine.container.files;

import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of an image as they are seen laid over each other, with what they hide of one another (Linux,
 * Documentation/filesystems/overlayfs.rst). No link is followed. Used by one thread.
 */
final class LowerLayers implements AutoCloseable {
    private final List<RootFolder> layers = new ArrayList<>();

    /** These folders, the topmost first. */
    LowerLayers(List<Path> folders) throws NativeException {
        for (Path folder : folders) {
            layers.add(RootFolder.open(folder));
        }
    }

    /** Whether overlayfs takes a file for a mark that there is none. */
    static boolean isWhiteout(FileState state) {
        return state.kind() == Kind.CHARACTER_DEVICE && state.major() == 0 && state.minor() == 0;
    }

    /** Whether a folder shows nothing of those below. */
    static boolean isOpaque(Map<String, byte[]> attributes) {
        for (String name : List.of("trusted.overlay.opaque", "user.overlay.opaque")) {
            byte[] value = attributes.get(name);
            if (value != null && value.length == 1 && value[0] == 'y') {
                return true;
            }
        }
        return false;
    }

    /** What a layer says of a path: what it has there, and whether it hides those below. */
    private record Found(Optional<FileState> state, boolean hides) {
        static final Found NOTHING = new Found(Optional.empty(), false);
        static final Found HIDDEN = new Found(Optional.empty(), true);
    }

    /** What the image has at this path. */
    Optional<FileState> find(EntryPath path) throws NativeException {
        for (RootFolder layer : layers) {
            Found found = find(layer, path);
            if (found.state().isPresent() || found.hides()) {
                return found.state();
            }
        }
        return Optional.empty();
    }

    private static Found find(RootFolder layer, EntryPath path) throws NativeException {
        boolean hides = false;
        OpenFolder folder = layer.enter(new byte[0]);
        try {
            if (path.isRoot()) {
                return new Found(Optional.of(folder.state()), false);
            }
            for (int i = 0; i < path.names().size(); i++) {
                byte[] name = path.names().get(i).bytes();
                Optional<FileState> state = folder.state(name);
                boolean last = i == path.names().size() - 1;
                if (state.isEmpty()) {
                    return hides ? Found.HIDDEN : Found.NOTHING;
                } else if (isWhiteout(state.get()) || (!last && state.get().kind() != Kind.FOLDER)) {
                    return Found.HIDDEN;
                } else if (state.get().kind() == Kind.FOLDER) {
                    hides |= isOpaque(folder.attributes(name));
                }
                if (last) {
                    return new Found(state, hides || state.get().kind() != Kind.FOLDER);
                }
                OpenFolder below = folder.folder(name);
                folder.close();
                folder = below;
            }
            return Found.NOTHING;
        } finally {
            folder.close();
        }
    }

    /** The names that the image has in this folder. */
    Set<ByteText> names(EntryPath path) throws NativeException {
        Set<ByteText> names = new LinkedHashSet<>();
        Set<ByteText> gone = new LinkedHashSet<>();
        for (RootFolder layer : layers) {
            Found found = find(layer, path);
            if (found.state().filter(state -> state.kind() == Kind.FOLDER).isPresent()) {
                try (OpenFolder folder = layer.enter(path.bytes())) {
                    for (byte[] name : folder.list()) {
                        boolean whiteout = folder.state(name)
                                .filter(LowerLayers::isWhiteout)
                                .isPresent();
                        if (!gone.contains(ByteText.of(name))) {
                            (whiteout ? gone : names).add(ByteText.of(name));
                        }
                    }
                }
            }
            if (found.hides()) {
                return names;
            }
        }
        return names;
    }

    @Override
    public void close() {
        layers.forEach(RootFolder::close);
    }
}
