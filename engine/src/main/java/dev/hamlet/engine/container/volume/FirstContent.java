package dev.hamlet.engine.container.volume;

import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.files.FolderFilling;
import dev.hamlet.engine.container.files.FolderWalk;
import dev.hamlet.engine.container.files.Owners;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NewFile;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a container's files have where something is to be mounted: a new volume begins with it, and where nothing is, a place
 * is made. Used by one thread.
 */
final class FirstContent implements AutoCloseable {
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int ELOOP = 40;
    private static final int USUAL = 0755;

    private final String container;
    private final RootFolder root;
    private final Progress progress;

    FirstContent(String container, Path root, Progress progress) throws NativeException {
        this.container = container;
        this.root = RootFolder.open(root);
        this.progress = progress;
    }

    /** The folder of an empty volume: everybody may look into it, as into most folders. */
    static void likeARoot(Path files) throws NativeException {
        try (RootFolder made = RootFolder.open(files);
                OpenFolder folder = made.enter(new byte[0])) {
            OpenFolder _ = folder.permit(USUAL);
        }
    }

    static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Puts a folder in the place of an empty one; what has come into that meanwhile stays. */
    static void takePlaceOfEmpty(Path made, Path empty) throws IOException {
        try {
            Files.move(made, empty, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException e) {
            // Somebody was quicker.
        }
    }

    /** Whether the image has a folder there. */
    boolean has(String target) throws ProblemException {
        try (OpenFolder _ = root.enter(bytes(target))) {
            return true;
        } catch (NativeException e) {
            if (e.errno() == ENOTDIR) {
                throw unfit(target, "a file of the image lies there");
            }
            return false;
        }
    }

    private ProblemException unfit(String target, String why) {
        return new ProblemException(new VolumeProblem.MountPlaceUnfit(container, target, why));
    }

    /** Copies all of a folder of the image's into a new volume, whose folder becomes like that; of none, nothing. */
    void copy(String target, Path files) throws IOException, ProblemException, InterruptedException {
        if (!has(target)) {
            return;
        }
        try (OpenFolder from = root.enter(bytes(target));
                RootFolder into = RootFolder.open(files);
                OpenFolder to = into.enter(new byte[0]);
                FolderFilling filling = new FolderFilling(into, new EntryPath(List.of()), owners())) {
            new FolderWalk(filling, progress).below(from, ByteText.of(""));
            filling.finish();
            FileState like = from.state();
            if (Users.isRoot()) {
                OpenFolder _ = to.own(like.uid(), like.gid());
            }
            OpenFolder _ = to.permit(like.permissions()).date(like.modifiedSeconds(), like.modifiedNanos());
        }
    }

    /** An ordinary user gives files to nobody else: all are of the container's root then. */
    private static Owners owners() {
        return Users.isRoot() ? Owners.KEPT : Owners.one(Users.effectiveUid(), Users.effectiveGid());
    }

    /** Makes places where there is nothing to mount on; what a container's files make impossible its runtime tells. */
    void makePlaces(List<MountWish> mounts) throws ProblemException {
        for (MountWish mount : mounts) {
            boolean file = mount instanceof MountWish.Bind bind && !Files.isDirectory(bind.source());
            try {
                EntryPath path = EntryPath.of(ByteText.of(mount.target()));
                for (EntryPath step : path.steps()) {
                    boolean last = step.equals(path);
                    // runc gives what is mounted the permissions of its place, whatever it is told.
                    int permissions = last && mount instanceof MountWish.Memory memory ? memory.permissions() : USUAL;
                    makePlace(step, file && last, permissions);
                }
                require(path, mount.target(), file);
            } catch (NativeException e) {
                if (e.errno() != ENOENT && e.errno() != ENOTDIR && e.errno() != ELOOP) {
                    throw unfit(mount.target(), String.valueOf(e.getMessage()));
                }
            } catch (IOException e) {
                throw unfit(mount.target(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void require(EntryPath path, String target, boolean file) throws NativeException, ProblemException {
        try (OpenFolder parent = root.enter(path.parent().bytes())) {
            Optional<FileState> there = parent.state(path.last().bytes());
            if (there.isPresent()
                    && there.get().kind() != Kind.LINK
                    && file == (there.get().kind() == Kind.FOLDER)) {
                throw unfit(target, file ? "the container has a folder there" : "the container has a file there");
            }
        }
    }

    private void makePlace(EntryPath step, boolean file, int permissions) throws NativeException {
        try (OpenFolder parent = root.enter(step.parent().bytes())) {
            byte[] name = step.last().bytes();
            if (parent.state(name).isPresent()) {
                return;
            } else if (file) {
                try (NewFile made = parent.create(name)) {
                    made.permit(permissions);
                }
            } else {
                parent.makeFolder(name);
                parent.permit(name, permissions);
            }
        }
    }

    private static byte[] bytes(String path) {
        return ByteText.of(path).bytes();
    }

    @Override
    public void close() {
        root.close();
    }
}
