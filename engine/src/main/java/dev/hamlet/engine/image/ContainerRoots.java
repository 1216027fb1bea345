package dev.hamlet.engine.image;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.Mounts;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Root file systems of containers: overlays of unpacked layers. Safe for use by many threads and processes. */
final class ContainerRoots {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
    private static final int EBUSY = 16;
    private static final int EINVAL = 22;

    private final StorePlaces places;
    private final Snapshots snapshots;

    ContainerRoots(StorePlaces places, Snapshots snapshots) {
        this.places = places;
        this.snapshots = snapshots;
    }

    private Path folder(String container) {
        if (!ID.matcher(container).matches()) {
            throw new IllegalArgumentException("no id of a container: " + container);
        }
        return places.roots().resolve(container);
    }

    private static Path note(Path folder) {
        return folder.resolve("root.json");
    }

    /** Says of a root that its note was not held fast. */
    private static Path passing(Path folder) {
        return folder.resolve("passing");
    }

    /** What each container's root is made of; one that was half made is not among them. */
    Map<String, SnapshotJson.Laid> all() throws IOException {
        Map<String, SnapshotJson.Laid> all = new TreeMap<>();
        for (Path one : StorePlaces.list(places.roots())) {
            SnapshotJson.laid(note(one))
                    .ifPresent(laid -> all.put(one.getFileName().toString(), laid));
        }
        return all;
    }

    /**
     * Refuses to go on where it cannot be told what a root lies on.
     *
     * @throws ProblemException {@code FileUnusable}
     */
    void requireAllKnown() throws IOException, ProblemException {
        for (Path one : StorePlaces.list(places.roots())) {
            // One that was to go with its run may have lost its note with the power; nobody can mount it any more.
            if (SnapshotJson.laid(note(one)).isEmpty() && !Files.exists(passing(one))) {
                throw new ProblemException(new HostProblem.FileUnusable(
                        note(one), "it does not say what the root of a container is made of"));
            }
        }
    }

    /**
     * Makes the root of a container, or finds that which it has; its layers are unpacked, and kept by the work.
     *
     * @param passing whether it need not outlast a loss of power
     */
    ContainerRoot make(StoreWork work, Image image, String container, boolean passing)
            throws IOException, ProblemException, InterruptedException {
        Path folder = folder(container);
        Optional<SnapshotJson.Laid> there = SnapshotJson.laid(note(folder));
        if (there.isEmpty()) {
            Path part = work.newPart();
            for (String name : List.of("upper", "work", "merged", "empty")) {
                HamletPaths.makePrivate(part.resolve(name));
            }
            likeTop(part.resolve("upper"), image.chain());
            SnapshotJson.Laid laid = new SnapshotJson.Laid(image.manifestDigest(), image.shownName(), image.chain());
            if (passing) {
                Files.createFile(passing(part));
                Files.write(note(part), SnapshotJson.write(laid));
            } else {
                WholeFile.writeUnseen(note(part), SnapshotJson.write(laid));
            }
            try (FileLock _ = places.turn()) {
                there = SnapshotJson.laid(note(folder));
                if (there.isEmpty()) {
                    Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
                    there = Optional.of(laid);
                }
            }
        }
        return root(container, there.get());
    }

    private ContainerRoot root(String container, SnapshotJson.Laid laid) {
        Path folder = folder(container);
        return new ContainerRoot(
                container, folder.resolve("merged"), folder.resolve("upper"), laid.manifest(), laid.chain());
    }

    /** The root that a container has. */
    ContainerRoot find(String container) throws ProblemException {
        return SnapshotJson.laid(note(folder(container)))
                .map(laid -> root(container, laid))
                .orElseThrow(() -> new ProblemException(new ImageProblem.ContainerRootUnknown(container)));
    }

    /** The root folder of an overlay is the upper one: it has to look like the image's own. */
    private void likeTop(Path upper, List<BlobDigest> chain)
            throws IOException, ProblemException, InterruptedException {
        if (chain.isEmpty()) {
            try (RootFolder made = RootFolder.open(upper);
                    OpenFolder to = made.enter(new byte[0])) {
                OpenFolder _ = to.permit(0755);
            }
            return;
        }
        try (RootFolder top = RootFolder.open(snapshots.files(chain.getLast()));
                OpenFolder from = top.enter(new byte[0]);
                RootFolder made = RootFolder.open(upper);
                OpenFolder to = made.enter(new byte[0])) {
            FileState like = from.state();
            OpenFolder _ = to.permit(like.permissions());
            if (places.namespaces().isDirect()) {
                OpenFolder _ = to.own(like.uid(), like.gid());
            } else if (like.uid() != to.state().uid()
                    || like.gid() != to.state().gid()) {
                ownInside(upper, snapshots.files(chain.getLast()));
            }
        }
    }

    private void ownInside(Path upper, Path like) throws IOException, ProblemException, InterruptedException {
        ProcessResult result = places.namespaces()
                .run(ProcessSpec.of("chown", List.of("--reference=" + like, "--", upper.toString())));
        if (!result.succeeded()) {
            throw new IOException(result.lastLine());
        }
    }

    /** Mounts a root where it is not mounted yet. */
    void mount(ContainerRoot root) throws ProblemException, InterruptedException {
        Path folder = folder(root.container());
        // Two at once would mount it twice.
        try (FileLock _ = places.turn()) {
            if (!places.namespaces().isDirect()) {
                if (!Mounts.isMountPoint(places.namespaces().seen(root.path()))) {
                    new OverlayInside(places.namespaces()).mount(folder, lower(root));
                }
            } else if (!Mounts.isMountPoint(root.path())) {
                Mounts.overlay(overlay(root), root.path());
            }
        } catch (NativeException e) {
            throw new ProblemException(new ImageProblem.OverlayImpossible(folder, WholeFile.reason(e)), e);
        }
    }

    /** What lies below a container's own files, the topmost first. */
    List<Path> lower(ContainerRoot root) {
        List<Path> lower = new ArrayList<>(snapshots.topmostFirst(root.chain()));
        if (lower.isEmpty()) {
            lower.add(folder(root.container()).resolve("empty"));
        }
        return lower;
    }

    /** What is mounted. */
    Mounts.Overlay overlay(ContainerRoot root) {
        return new Mounts.Overlay(
                lower(root),
                root.changes(),
                folder(root.container()).resolve("work"),
                !places.namespaces().isDirect());
    }

    private boolean isMounted(Path merged) throws NativeException, ProblemException, InterruptedException {
        Optional<Path> seen = places.namespaces().seenIfThere(merged);
        return seen.isPresent() && Mounts.isMountPoint(seen.get());
    }

    /** Takes the mount away; the container's changes stay. One that is not mounted is no failure. */
    void unmount(String container) throws ProblemException, InterruptedException {
        Path merged = folder(container).resolve("merged");
        try {
            while (isMounted(merged)) {
                if (places.namespaces().isDirect()) {
                    Mounts.unmount(merged, false);
                } else {
                    unmountInside(container, merged);
                }
            }
        } catch (NativeException e) {
            if (e.errno() == EBUSY) {
                throw new ProblemException(new ImageProblem.ContainerRootBusy(container, merged), e);
            } else if (e.errno() != EINVAL) {
                throw new ProblemException(new ImageProblem.OverlayImpossible(merged, WholeFile.reason(e)), e);
            }
        }
    }

    private void unmountInside(String container, Path merged)
            throws NativeException, ProblemException, InterruptedException {
        String why = new OverlayInside(places.namespaces()).unmount(merged);
        if (!why.isEmpty() && isMounted(merged)) {
            throw new ProblemException(
                    why.contains("busy")
                            ? new ImageProblem.ContainerRootBusy(container, merged)
                            : new ImageProblem.OverlayImpossible(merged, why));
        }
    }

    /** Removes a root with the container's changes; one that is not there is no failure. */
    void release(StoreWork work, String container) throws IOException, ProblemException, InterruptedException {
        unmount(container);
        Path folder = folder(container);
        try (FileLock _ = places.turn()) {
            if (Files.exists(folder) && !isMounted(folder.resolve("merged"))) {
                // Thrown away with the work, however long that takes.
                Files.move(folder, work.newPart(), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
