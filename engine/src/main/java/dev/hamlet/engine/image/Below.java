package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The unpacked layers that lie below one that is being unpacked. Used by one thread. */
final class Below implements AutoCloseable {
    private final List<RootFolder> layers = new ArrayList<>();

    /** These folders, the topmost first. */
    Below(List<Path> folders) throws NativeException {
        for (Path folder : folders) {
            layers.add(RootFolder.open(folder));
        }
    }

    /** Whether there may be something of this path: hiding what is not there does no harm. */
    boolean has(EntryPath path) {
        return found(path).isPresent();
    }

    boolean hasFolder(EntryPath path) {
        return path.isRoot()
                ? !layers.isEmpty()
                : found(path).filter(one -> one.kind() == Kind.FOLDER).isPresent();
    }

    private Optional<FileState> found(EntryPath path) {
        for (RootFolder layer : layers) {
            try (OpenFolder parent = layer.enter(path.parent().bytes())) {
                Optional<FileState> state = parent.state(path.last().bytes());
                if (state.isPresent()) {
                    return state.filter(one -> !Whiteouts.isOne(one));
                }
            } catch (NativeException e) {
                // This layer has no such folder.
            }
        }
        return Optional.empty();
    }

    /** What the folder of this path is like, if there is one. */
    Optional<Facts> facts(EntryPath path) {
        for (RootFolder layer : layers) {
            try (OpenFolder parent = layer.enter(path.parent().bytes())) {
                byte[] name = path.last().bytes();
                Optional<FileState> state = parent.state(name);
                if (state.isPresent()) {
                    return state.get().kind() == Kind.FOLDER
                            ? Optional.of(facts(path, state.get(), parent.attributes(name)))
                            : Optional.empty();
                }
            } catch (NativeException e) {
                // This layer has no such folder.
            }
        }
        return Optional.empty();
    }

    private static Facts facts(EntryPath path, FileState state, Map<String, byte[]> attributes) {
        Map<ByteText, ByteText> all = new LinkedHashMap<>();
        attributes.forEach((name, value) -> all.put(ByteText.of(name), ByteText.of(value)));
        return new Facts(
                ByteText.of(path.bytes()),
                state.permissions(),
                state.uid(),
                state.gid(),
                state.modifiedSeconds(),
                state.modifiedNanos(),
                all);
    }

    @Override
    public void close() {
        layers.forEach(RootFolder::close);
    }
}
