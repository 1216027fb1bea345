package dev.hamlet.engine.container.files;

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

/** By this program itself, which has to be root, or root of the namespace that the files are in. Used by one thread. */
final class FirstContentHere implements FirstContent {
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int ELOOP = 40;
    private static final int USUAL = 0755;

    private final String container;
    private final RootFolder root;
    private final Progress progress;

    FirstContentHere(String container, Path root, Progress progress) throws NativeException {
        this.container = container;
        this.root = RootFolder.open(root);
        this.progress = progress;
    }

    @Override
    public void takePlaceOfEmpty(Path made, Path empty) throws IOException {
        try {
            Files.move(made, empty, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException e) {
            // Somebody was quicker.
        }
    }

    @Override
    public boolean has(String target) throws ProblemException {
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

    @Override
    public void copy(String target, Path files) throws IOException, ProblemException, InterruptedException {
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

    @Override
    public void makePlaces(List<Place> places) throws ProblemException {
        for (Place place : places) {
            try {
                EntryPath path = EntryPath.of(ByteText.of(place.target()));
                for (EntryPath step : path.steps()) {
                    boolean last = step.equals(path);
                    makePlace(step, place.file() && last, last ? place.permissions() : USUAL);
                }
                require(path, place.target(), place.file());
            } catch (NativeException e) {
                if (e.errno() != ENOENT && e.errno() != ENOTDIR && e.errno() != ELOOP) {
                    throw unfit(place.target(), String.valueOf(e.getMessage()));
                }
            } catch (IOException e) {
                throw unfit(place.target(), String.valueOf(e.getMessage()));
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
