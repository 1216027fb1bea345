package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.files.CopyTarget.There;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarLimits;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.Users;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Copies files and folders into a root and out of it, as {@code docker cp} does. Paths in the root are looked up under it
 * alone; those of this computer are the user's own. Failures are an {@link IOException}, of a path that is not there in the
 * root a {@link NativeException} with ENOENT. Used by one thread.
 */
public final class TreeCopy {
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int MOST_LINKS = 40;
    private static final int BUFFER = 1 << 16;

    private final RootFolder root;
    private final Progress progress;

    /** Copies into and out of this root, which is not closed. */
    public TreeCopy(RootFolder root, Progress progress) {
        this.root = root;
        this.progress = progress;
    }

    /**
     * Something in a root that is to be copied.
     *
     * @param called its name as it was written, also where that is a link's
     */
    private record Source(EntryPath path, FileState state, boolean contentAlone, ByteText called) {
        boolean isFolder() {
            return state.kind() == Kind.FOLDER;
        }

        String name() {
            return called.toString();
        }
    }

    /** Copies out to this computer. */
    public Copied out(String path, Path target, Copying how) throws IOException, InterruptedException {
        Source source = source(path, how.followed());
        There there = Files.isDirectory(target) ? There.FOLDER : Files.exists(target) ? There.FILE : There.NOTHING;
        CopyTarget to = CopyTarget.of(
                        source.name(),
                        source.isFolder(),
                        source.contentAlone(),
                        written(target, how.folderMeant()),
                        there)
                .orElseThrow(() -> unfit(source.isFolder(), there, target.toString()));
        if (!Files.isDirectory(Path.of(to.folder()))) {
            throw unfit(false, There.NOTHING, to.folder());
        }
        Owners owners = how.ownersKept() ? Owners.KEPT : Owners.one(Users.effectiveUid(), Users.effectiveGid());
        try (RootFolder here = RootFolder.open(Path.of(to.folder()).toAbsolutePath());
                FolderFilling filling = new FolderFilling(here, new EntryPath(List.of()), owners)) {
            Copied copied = walk(source, to.name(), filling);
            filling.finish();
            return copied;
        }
    }

    /** With the slash at its end by which a folder is meant. */
    private static String written(Path target, boolean folderMeant) {
        String text = target.toAbsolutePath().toString();
        return folderMeant && !text.endsWith("/") ? text + "/" : text;
    }

    private static LayerViolation unfit(boolean folder, There there, String target) {
        String why = there == There.NOTHING ? "there is no folder " : folder ? "" : "no folder, but a file, is ";
        return new LayerViolation(
                why.isEmpty() ? "a folder cannot take the place of the file " + target : why + target);
    }

    /** Writes an archive. */
    public Copied archive(String path, OutputStream to, Copying how) throws IOException, InterruptedException {
        Source source = source(path, how.followed());
        OutputStream buffered = new BufferedOutputStream(to, BUFFER);
        TarWriter archive = new TarWriter(buffered);
        Copied copied = walk(source, source.contentAlone() ? "" : source.name(), new ArchiveSink(archive));
        archive.finish();
        buffered.flush();
        return copied;
    }

    private Copied walk(Source source, String as, EntrySink sink) throws IOException, InterruptedException {
        CountingSink counting = new CountingSink(sink);
        FolderWalk walk = new FolderWalk(counting, progress);
        if (as.isEmpty()) {
            try (OpenFolder folder = root.enter(source.path().bytes())) {
                walk.below(folder, ByteText.of(""));
            }
        } else {
            // Its own name byte for byte, which need not be text.
            ByteText name = as.equals(source.name()) ? source.called() : ByteText.of(as);
            try (OpenFolder parent = root.enter(source.path().parent().bytes())) {
                walk.of(parent, source.path().last().bytes(), name);
            }
        }
        return counting.copied();
    }

    private Source source(String written, boolean followed) throws IOException {
        boolean contentAlone = written.endsWith("/.") || written.equals(".");
        // A slash at the end says that a folder is meant.
        boolean folderMeant = contentAlone || written.endsWith("/");
        EntryPath path = EntryPath.of(ByteText.of(written));
        ByteText called = path.isRoot() ? ByteText.of("") : path.last();
        for (int i = 0; i < MOST_LINKS; i++) {
            if (path.isRoot()) {
                try (OpenFolder top = root.enter(new byte[0])) {
                    return new Source(path, top.state(), true, ByteText.of(""));
                }
            }
            try (OpenFolder parent = root.enter(path.parent().bytes())) {
                byte[] name = path.last().bytes();
                FileState state = parent.state(name)
                        .orElseThrow(() -> new NativeException("copy " + written, ENOENT, "No such file or directory"));
                if (!(followed || folderMeant) || state.kind() != Kind.LINK) {
                    if (folderMeant && state.kind() != Kind.FOLDER) {
                        throw new NativeException("copy " + written, ENOTDIR, "Not a directory");
                    }
                    return new Source(path, state, contentAlone, called);
                }
                ByteText target = ByteText.of(parent.target(name));
                path = target.startsWith("/")
                        ? EntryPath.of(target)
                        : EntryPath.of(ByteText.of(path.parent().bytes())
                                .joined(ByteText.of("/"))
                                .joined(target));
            }
        }
        throw new LayerViolation("links that lead in a circle: " + written);
    }

    /** Copies in from this computer. */
    public Copied in(Path source, boolean contentAlone, String path, Copying how)
            throws IOException, InterruptedException {
        boolean behind = how.followed() || contentAlone || how.folderMeant();
        if ((contentAlone || how.folderMeant()) && !Files.isDirectory(source)) {
            throw new LayerViolation(source + " is no folder");
        }
        Path real = behind ? source.toRealPath() : source.toAbsolutePath();
        boolean folder = Files.isDirectory(real, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        String name = source.toAbsolutePath().normalize().getFileName() == null
                ? ""
                : source.toAbsolutePath().normalize().getFileName().toString();
        There there = there(path);
        CopyTarget to = CopyTarget.of(name, folder, contentAlone || name.isEmpty(), path, there)
                .orElseThrow(() -> unfit(folder, there, path));
        Owners owners = how.ownersKept() ? Owners.KEPT : Owners.one(0, 0);
        try (FolderFilling filling = filling(to.folder(), owners)) {
            CountingSink counting = new CountingSink(filling);
            FolderWalk walk = new FolderWalk(counting, progress);
            if (to.name().isEmpty()) {
                try (RootFolder here = RootFolder.open(real);
                        OpenFolder in = here.enter(new byte[0])) {
                    walk.below(in, ByteText.of(""));
                }
            } else {
                Path parent = Objects.requireNonNull(real.getParent(), "a source that has a name");
                try (RootFolder here = RootFolder.open(parent);
                        OpenFolder in = here.enter(new byte[0])) {
                    byte[] own = real.getFileName().toString().getBytes(StandardCharsets.UTF_8);
                    if (in.state(own).isEmpty()) {
                        throw new java.nio.file.NoSuchFileException(source.toString());
                    }
                    walk.of(in, own, ByteText.of(to.name()));
                }
            }
            filling.finish();
            return counting.copied();
        }
    }

    private FolderFilling filling(String folder, Owners owners) throws IOException {
        EntryPath base = EntryPath.of(ByteText.of(folder));
        // Nothing but the last folder is made.
        try (OpenFolder _ = root.enter(base.bytes())) {
            return new FolderFilling(root, base, owners);
        }
    }

    private There there(String path) throws IOException {
        EntryPath clean = EntryPath.of(ByteText.of(path));
        try (OpenFolder _ = root.enter(clean.bytes())) {
            return There.FOLDER;
        } catch (NativeException e) {
            if (clean.isRoot()) {
                throw e;
            }
        }
        try (OpenFolder parent = root.enter(clean.parent().bytes())) {
            Optional<FileState> state = parent.state(clean.last().bytes());
            return state.isPresent() ? There.FILE : There.NOTHING;
        }
    }

    /** Unpacks an archive into a folder that is there. */
    public Copied unpack(InputStream archive, String folder) throws IOException, InterruptedException {
        try (FolderFilling filling = filling(folder, Owners.KEPT)) {
            Copied copied = filling.unpack(new TarReader(archive, TarLimits.LAYER), progress);
            filling.finish();
            return copied;
        }
    }
}
