package dev.hamlet.engine.image;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The images of this home and the root file systems of its containers. What it holds is removed only when no name, no
 * container and no work under way needs it, by whichever process. Safe for use by many threads and processes.
 *
 * <p>For a container: {@link #resolve} a name to an image, {@link #prepare} a root of it for the container's id, run it,
 * {@link #unmount} what stopped, {@link #prepare} again to go on with the same files, {@link #release} in the end.
 */
public final class ImageStore {
    private final StorePlaces places;
    private final Blobs blobs;
    private final StoreImages images;
    private final Snapshots snapshots;
    private final ContainerRoots roots;

    private ImageStore(StorePlaces places) {
        this.places = places;
        this.blobs = new Blobs(places);
        this.images = new StoreImages(places, blobs);
        this.snapshots = new Snapshots(places, blobs);
        this.roots = new ContainerRoots(places, snapshots);
    }

    /** The store of this home. Touches nothing yet. */
    public static ImageStore open(HamletPaths paths, TimeSource time) {
        return new ImageStore(StorePlaces.of(paths, time));
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
     * @throws ProblemException {@code ContainerNeedsRoot}, {@code LayerRefused}, {@code BlobDamaged}, {@code BlobMissing},
     *     {@code OverlayImpossible}, {@code FolderUnusable}; nothing is left behind
     * @throws InterruptedException if it was cancelled; nothing is left behind
     */
    public ContainerRoot prepare(Image image, String container, Progress progress)
            throws ProblemException, InterruptedException {
        try (StoreWork work = StoreWork.begin(places)) {
            snapshots.unpack(work, image, progress.part(Phrase.of("step.unpack-image", image.shownName()), 0.98));
            ContainerRoot root = roots.make(work, image, container);
            roots.mount(root);
            return root;
        } catch (IOException e) {
            throw places.unusable(e);
        }
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
    public void unmount(String container) throws ProblemException {
        roots.unmount(container);
    }

    /**
     * Removes the root of a container and its changes; one that is not there is no failure.
     *
     * @throws ProblemException {@code ContainerRootBusy} while a process uses it
     */
    public void release(String container) throws ProblemException, InterruptedException {
        try (StoreWork work = StoreWork.begin(places)) {
            roots.release(work, container);
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    /** All images, for all platforms that are here, by name. */
    public List<Image> list() throws ProblemException {
        return images.list();
    }

    /** Makes a new image of these layers; for recipes and builds. */
    public ImageAssembly assembly() {
        return new ImageAssembly(places, blobs, images);
    }
}
