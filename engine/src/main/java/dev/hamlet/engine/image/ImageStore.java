package dev.hamlet.engine.image;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.Mounts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of this home and the root file systems of its containers. What it holds is removed only when no name, no
 * container and no work under way needs it, by whichever process. Safe for use by many threads and processes.
 *
 * <p>For a container: {@link #resolve} a name to an image, {@link #prepare} a root of it for the container's id, run it,
 * {@link #unmount} what stopped, {@link #prepare} again to go on with the same files, {@link #release} in the end.
 */
public final class ImageStore {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

    private final StorePlaces places;
    private final Blobs blobs;
    private final StoreImages images;
    private final Snapshots snapshots;
    private final ContainerRoots roots;
    private final StoreGarbage garbage;
    private final StoreTasks tasks;

    private ImageStore(StorePlaces places) {
        this.places = places;
        this.blobs = new Blobs(places);
        this.images = new StoreImages(places, blobs);
        this.snapshots = new Snapshots(places, blobs);
        this.roots = new ContainerRoots(places, snapshots);
        this.garbage = new StoreGarbage(places, blobs, images, snapshots, roots);
        this.tasks = new StoreTasks(places, garbage);
    }

    /** The store of this home. Touches nothing yet. */
    public static ImageStore open(HamletPaths paths, TimeSource time, Namespaces namespaces) {
        return new ImageStore(StorePlaces.of(paths, time, namespaces));
    }

    /** The same; for an ordinary user it lays out nothing. */
    public static ImageStore open(HamletPaths paths, TimeSource time) {
        return open(paths, time, Namespaces.none());
    }

    /** Where the files of containers are laid out. */
    public Namespaces namespaces() {
        return places.namespaces();
    }

    /**
     * The image of a name or id, for this computer's platform. A name without a registry is looked for as one of Docker
     * Hub and then as one made here ({@code localhost/…}); an id may be shortened.
     *
     * @throws ProblemException {@code ContainerImageNotFound}, {@code ContainerImageAmbiguous}, {@code ReferenceInvalid},
     *     {@code PlatformMissing}, {@code BlobMissing}, {@code BlobDamaged}
     */
    public Image resolve(String reference) throws ProblemException {
        return images.resolve(reference, Platform.ofThisHost());
    }

    /**
     * Makes the root file system of a container and mounts it: the layers of its image, unpacked now where they are not
     * yet, and a folder for its changes. One that the container has already is found and mounted again, whatever the image.
     * The root, and what it needs of the image, stays until {@link #release}, whoever ends meanwhile.
     *
     * @param container an id: letters, digits and {@code _.-}
     * @throws ProblemException {@code NamespaceFailed}, {@code LayerRefused}, {@code BlobDamaged}, {@code BlobMissing},
     *     {@code OverlayImpossible}, {@code FolderUnusable}; nothing is left behind
     * @throws InterruptedException if it was cancelled; nothing is left behind
     */
    public ContainerRoot prepare(Image image, String container, Progress progress)
            throws ProblemException, InterruptedException {
        try (StoreWork work = tasks.begin()) {
            ContainerRoot root = laid(work, image, container, false, progress);
            roots.mount(root);
            return root;
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /**
     * The same without mounting it.
     *
     * @param passing whether it goes with the end of its container's only run: then nobody waits for the disk, and a loss of
     *     power may leave one that cannot be used and keeps nothing
     * @throws ProblemException as {@link #prepare}
     */
    public ContainerRoot lay(Image image, String container, boolean passing, Progress progress)
            throws ProblemException, InterruptedException {
        try (StoreWork work = tasks.begin()) {
            return laid(work, image, container, passing, progress);
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    private ContainerRoot laid(StoreWork work, Image image, String container, boolean passing, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        snapshots.unpack(work, image, progress.part(Phrase.of("step.unpack-image", image.shownName()), 0.98));
        return roots.make(work, image, container, passing);
    }

    /**
     * The root that was prepared for a container, mounted or not.
     *
     * @throws ProblemException {@code ContainerRootUnknown}
     */
    public ContainerRoot root(String container) throws ProblemException {
        return roots.find(container);
    }

    /** Mounts the root of a container again, as after a restart of this computer; one that is mounted stays. */
    public ContainerRoot mount(String container) throws ProblemException, InterruptedException {
        ContainerRoot root = roots.find(container);
        roots.mount(root);
        return root;
    }

    /**
     * How the root of a container is laid, for whoever mounts it where nobody else sees it while it does not run.
     *
     * @throws ProblemException {@code ContainerRootUnknown}
     */
    public Mounts.Overlay overlay(String container) throws ProblemException {
        return roots.overlay(roots.find(container));
    }

    /**
     * The image that a root was made of, which stays as long as that whatever becomes of its names.
     *
     * @throws ProblemException {@code BlobMissing}, {@code BlobDamaged}
     */
    public Image imageOf(ContainerRoot root) throws ProblemException {
        BlobDescriptor manifest = BlobDescriptor.of("", root.manifest(), blobs.size(root.manifest()));
        StoreImages.Held held = new StoreImages.Held(manifest, List.of());
        return images.choose(held, root.container(), Platform.ofThisHost());
    }

    /** The folders of a container's image, the topmost first. */
    public List<Path> layers(ContainerRoot root) {
        return roots.lower(root);
    }

    /** Ids of the containers that have a root here, also of those that their engine has forgotten. */
    public Set<String> containers() throws ProblemException {
        try {
            return Set.copyOf(roots.all().keySet());
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /**
     * Takes the mount of a container that stopped away; its changes stay.
     *
     * @throws ProblemException {@code ContainerRootBusy} while a process uses it
     */
    public void unmount(String container) throws ProblemException, InterruptedException {
        roots.unmount(container);
    }

    /**
     * Removes the root of a container and its changes; one that is not there is no failure.
     *
     * @throws ProblemException {@code ContainerRootBusy} while a process uses it
     */
    public void release(String container) throws ProblemException, InterruptedException {
        try (StoreWork work = tasks.begin()) {
            roots.release(work, container);
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /** All images, for all platforms that are here, by name. */
    public List<Image> list() throws ProblemException {
        return images.list();
    }

    /** What each of these images takes on the disk, as things stand now. */
    public Map<Image, ImageUsage> usage(List<Image> wanted) throws ProblemException {
        try {
            StoreUsage usage =
                    new StoreUsage(blobs, snapshots, images.list(), roots.all().values());
            Map<Image, ImageUsage> all = new LinkedHashMap<>();
            wanted.forEach(image -> all.put(image, usage.of(image)));
            return all;
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /** Ids of the containers whose root is made of this image. */
    public List<String> usedBy(Image image) throws ProblemException {
        return users(new HashSet<>(List.of(image.digest(), image.manifestDigest())));
    }

    /**
     * Brings in the images of an OCI layout in a folder, of an OCI archive, or of what {@code docker save} wrote; archives
     * may be packed. Every digest is compared before a name leads to an image.
     *
     * @param name for the one image that is there; else those that it brings, or one after the file
     * @throws ProblemException {@code ImageArchiveUnusable}, {@code BlobDamaged}, {@code BlobMissing}, {@code
     *     LayerRefused}, {@code ReferenceInvalid}; nothing is left behind
     * @throws InterruptedException if it was cancelled; nothing is left behind
     */
    public List<Image> importFrom(Path source, Optional<ImageReference> name, Progress progress)
            throws ProblemException, InterruptedException {
        return bringIn(source, importing -> importing.from(source, name, progress));
    }

    /**
     * The same of an archive in a stream, which is not closed.
     *
     * @param shown what it is called, for words and for a name
     */
    public List<Image> importFrom(InputStream archive, Path shown, Optional<ImageReference> name, Progress progress)
            throws ProblemException, InterruptedException {
        return bringIn(shown, importing -> importing.from(archive, -1, name, progress));
    }

    @FunctionalInterface
    private interface Importing {
        List<Image> from(ImageImport importing) throws IOException, ProblemException, InterruptedException;
    }

    private List<Image> bringIn(Path source, Importing importing) throws ProblemException, InterruptedException {
        return tasks.bringIn(work -> {
            try {
                return importing.from(new ImageImport(
                        work, blobs, images, new LayerCheck(blobs, snapshots, places.namespaces()), source));
            } catch (NoSuchFileException | AccessDeniedException e) {
                throw new ProblemException(new MediaProblem.FileUnreadable(source, WholeFile.reason(e)), e);
            } catch (LayerViolation e) {
                // A name of a part that leads out of what it is in, or is none.
                throw new ProblemException(new ImageProblem.ImageArchiveUnusable(source, WholeFile.reason(e)), e);
            }
        });
    }

    /** Brings images from registries and takes them there. */
    public ImageTransfers transfers() {
        return new ImageTransfers(places, blobs, images, snapshots, tasks);
    }

    /**
     * Writes an image for other programs, under the names that it has; whole or not at all.
     *
     * @param target a file or a folder that is not there
     * @throws ProblemException {@code FileExists}, {@code BlobDamaged}, {@code BlobMissing}, {@code
     *     ImageArchiveUnusable}; nothing is left behind
     */
    public void export(Image image, ExportForm form, Path target, Progress progress)
            throws ProblemException, InterruptedException {
        ImageExport.requireFree(target);
        try (StoreWork work = tasks.begin()) {
            ImageExport export = new ImageExport(work, blobs);
            new NewTarget(target).fill(made -> {
                switch (form) {
                    case OCI_LAYOUT -> export.layout(image, Files.createDirectory(made), progress);
                    case OCI_ARCHIVE, DOCKER_ARCHIVE -> {
                        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(made), 1 << 16)) {
                            write(export, image, form, out, progress);
                        }
                    }
                }
            });
        } catch (IOException e) {
            throw ImageExport.failed(target, e);
        }
    }

    /**
     * Writes an archive to a stream, which is not closed.
     *
     * @param form an archive
     * @param shown what the stream is called, for words
     * @throws ProblemException as the other export
     */
    public void export(Image image, ExportForm form, OutputStream out, Path shown, Progress progress)
            throws ProblemException, InterruptedException {
        try (StoreWork work = tasks.begin()) {
            write(new ImageExport(work, blobs), image, form, out, progress);
        } catch (IOException e) {
            throw ImageExport.failed(shown, e);
        }
    }

    private static void write(ImageExport export, Image image, ExportForm form, OutputStream out, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        switch (form) {
            case OCI_ARCHIVE -> export.archive(image, out, progress);
            case DOCKER_ARCHIVE -> export.dockerArchive(image, out, progress);
            case OCI_LAYOUT -> throw new IllegalArgumentException("a folder is not written to a stream");
        }
    }

    /** Gives an image another name besides; whatever had it loses it. */
    public void tag(String reference, ImageReference name) throws ProblemException, InterruptedException {
        images.change(index -> {
            StoreImages.Held held = images.find(reference);
            index.name(name.tagged().toString(), held.descriptor());
            return held;
        });
    }

    /** What removing an image did. */
    public record Removed(List<ImageReference> untagged, List<BlobDigest> deleted, ByteSize freed) {
        /** Copies the lists. */
        public Removed {
            untagged = List.copyOf(untagged);
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * Takes a name away, and with the last of them the image; an id takes all of its names away.
     *
     * @param force also an image that containers were made from: it loses its names, and its files stay until the
     *     containers are gone
     * @throws ProblemException {@code ContainerImageNotFound}, {@code ContainerImageInUse}, {@code ContainerImageAmbiguous}
     */
    public Removed remove(String reference, boolean force) throws ProblemException, InterruptedException {
        // Within the turn: what was found before might be another one by now, or in use.
        Removed removed = images.change(index -> {
            StoreImages.Held held = images.find(reference);
            Optional<ImageReference> name = images.nameIn(held, reference);
            boolean last = name.isEmpty() || held.names().size() < 2;
            if (last && !force) {
                List<String> users = users(digests(held));
                if (!users.isEmpty()) {
                    throw new ProblemException(new ImageProblem.ContainerImageInUse(reference, users));
                }
            }
            if (last) {
                index.forget(held.descriptor().digest());
            } else {
                name.ifPresent(one -> index.unname(one.toString()));
            }
            return new Removed(
                    last ? held.names() : name.stream().toList(),
                    last ? List.of(held.descriptor().digest()) : List.of(),
                    new ByteSize(0));
        });
        return new Removed(removed.untagged(), removed.deleted(), new ByteSize(collect(false)));
    }

    /** Of an image, and of those of an index; a broken one has its own alone. */
    private Set<BlobDigest> digests(StoreImages.Held held) {
        Set<BlobDigest> digests = new HashSet<>();
        digests.add(held.descriptor().digest());
        try {
            images.images(held).forEach(image -> digests.add(image.manifestDigest()));
        } catch (ProblemException e) {
            LOG.debug("an image that is to be removed cannot be read", e);
        }
        return digests;
    }

    private List<String> users(Set<BlobDigest> digests) throws ProblemException {
        try {
            return roots.all().entrySet().stream()
                    .filter(one -> digests.contains(one.getValue().manifest()))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /**
     * What {@link #prune} would remove: images without a name and, if asked for, all that no container was made from.
     */
    public List<Image> prunable(boolean all) throws ProblemException {
        List<Image> prunable = new ArrayList<>();
        for (Image image : images.list()) {
            if ((all || image.references().isEmpty()) && usedBy(image).isEmpty()) {
                prunable.add(image);
            }
        }
        return prunable;
    }

    /**
     * What a prune would do.
     *
     * @param images that would go
     * @param bytes that would be given back: those of the images that nothing else needs, and of parts that belong to none
     */
    public record Prunable(List<Image> images, ByteSize bytes) {
        /** Copies the list. */
        public Prunable {
            images = List.copyOf(images);
        }
    }

    /**
     * What {@link #prune} would do as things stand now; changes nothing.
     *
     * @throws ProblemException {@code BlobDamaged}, {@code BlobMissing}, {@code FolderUnusable}
     */
    public Prunable wouldPrune(boolean all) throws ProblemException, InterruptedException {
        try (FileLock _ = places.turn()) {
            List<Image> unused = prunable(all);
            Set<BlobDigest> forgotten = new HashSet<>();
            unused.forEach(image -> forgotten.add(image.digest()));
            return new Prunable(unused, new ByteSize(garbage.spareBytes(forgotten)));
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /**
     * Removes images that nobody needs, and all parts that belong to none.
     *
     * @param all also images with names, unless a container was made from them
     */
    public Removed prune(boolean all) throws ProblemException, InterruptedException {
        List<Image> prunable = images.change(index -> {
            List<Image> unused = prunable(all);
            unused.forEach(image -> index.forget(image.digest()));
            return unused;
        });
        return new Removed(
                prunable.stream()
                        .flatMap(image -> image.references().stream())
                        .distinct()
                        .toList(),
                prunable.stream().map(Image::digest).distinct().toList(),
                new ByteSize(collect(true)));
    }

    private long collect(boolean prune) throws ProblemException, InterruptedException {
        try (StoreWork work = StoreWork.begin(places)) {
            return garbage.collect(work, prune);
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /** Makes a new image of these layers; for recipes and builds. */
    public ImageAssembly assembly() {
        return new ImageAssembly(tasks, blobs, images);
    }
}
