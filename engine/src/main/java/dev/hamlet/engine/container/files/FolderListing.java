package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists a folder of a root. Pure but for that. */
public final class FolderListing {
    /** In every time zone. */
    private static final long FIRST = LocalDateTime.MIN.plusDays(2).toEpochSecond(ZoneOffset.UTC);

    private static final long LAST = LocalDateTime.MAX.minusDays(2).toEpochSecond(ZoneOffset.UTC);

    private FolderListing() {}

    /**
     * What is in it, by name; what vanishes meanwhile is left out.
     *
     * @param path links in it are followed, within the root
     */
    public static List<ContainerFile> of(RootFolder root, String path, ChangedFiles changed) throws IOException {
        EntryPath at = EntryPath.of(ByteText.of(path));
        List<ContainerFile> files = new ArrayList<>();
        try (OpenFolder folder = root.enter(at.bytes())) {
            for (byte[] name : folder.list()) {
                Optional<FileState> state = folder.state(name);
                if (state.isPresent()) {
                    files.add(file(root, folder, at.child(ByteText.of(name)), state.get(), changed));
                }
            }
        }
        files.sort(Comparator.comparing(ContainerFile::name));
        return files;
    }

    private static ContainerFile file(
            RootFolder root, OpenFolder folder, EntryPath path, FileState state, ChangedFiles changed)
            throws NativeException {
        boolean mounted = state.mountPoint() || changed.isMounted(path);
        return new ContainerFile(
                path.last().toString(),
                kind(root, path, state),
                state.size(),
                state.permissions(),
                state.uid(),
                state.gid(),
                time(state.modifiedSeconds(), state.modifiedNanos()),
                state.kind() == FileState.Kind.LINK
                        ? ByteText.of(folder.target(path.last().bytes())).toString()
                        : "",
                mounted ? Optional.empty() : changed.mark(path),
                mounted);
    }

    /** A file may claim any time; one beyond what a calendar has becomes the last, or first, that it has. */
    static Instant time(long seconds, int nanos) {
        return seconds < FIRST || seconds > LAST
                ? Instant.ofEpochSecond(Math.clamp(seconds, FIRST, LAST))
                : Instant.ofEpochSecond(seconds, nanos);
    }

    private static ContainerFile.Kind kind(RootFolder root, EntryPath path, FileState state) {
        return switch (state.kind()) {
            case FILE -> ContainerFile.Kind.FILE;
            case FOLDER -> ContainerFile.Kind.FOLDER;
            case LINK -> {
                try (OpenFolder _ = root.enter(path.bytes())) {
                    yield ContainerFile.Kind.FOLDER_LINK;
                } catch (NativeException e) {
                    yield ContainerFile.Kind.LINK;
                }
            }
            default -> ContainerFile.Kind.SPECIAL;
        };
    }
}
