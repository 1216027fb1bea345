package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.util.Optional;

/** Brings images from registries into the store, and takes them there. Safe for use by many threads. */
public final class ImageTransfers {
    private final StorePlaces places;
    private final Blobs blobs;
    private final StoreImages images;
    private final Snapshots snapshots;
    private final StoreTasks tasks;

    ImageTransfers(StorePlaces places, Blobs blobs, StoreImages images, Snapshots snapshots, StoreTasks tasks) {
        this.places = places;
        this.blobs = blobs;
        this.images = images;
        this.snapshots = snapshots;
        this.tasks = tasks;
    }

    /**
     * Brings an image.
     *
     * @param from where its parts are
     * @param reference its name there, and then here
     * @param platform which of several, or the one for this computer
     * @throws ProblemException what the repository throws; {@code PlatformMissing}, {@code BlobDamaged}, {@code
     *     LayerRefused}, {@code FolderUnusable}
     * @throws InterruptedException if it was cancelled; what came is kept for the next try
     */
    public Image pull(RemoteRepository from, ImageReference reference, Optional<Platform> platform, Progress progress)
            throws ProblemException, InterruptedException {
        return tasks.bringIn(work -> new ImagePull(
                        work,
                        blobs,
                        images,
                        new IncomingParts(places, blobs),
                        new LayerCheck(blobs, snapshots, places.namespaces()),
                        from,
                        reference)
                .run(platform, progress));
    }

    /**
     * Takes an image to a repository.
     *
     * @param image its name or id here
     * @param target its name there
     * @param platform which of several; else all of them, where all are here
     * @throws ProblemException {@code ContainerImageNotFound}, {@code PlatformMissing}, {@code BlobMissing}, and what the
     *     repository throws
     */
    public Image push(
            RemoteRepository to, String image, ImageReference target, Optional<Platform> platform, Progress progress)
            throws ProblemException, InterruptedException {
        try (StoreWork work = tasks.begin()) {
            return new ImagePush(work, blobs, images, to, target).run(image, platform, progress);
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }
}
