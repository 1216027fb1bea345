package dev.hamlet.app.images.containers;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.image.ExportForm;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.ImageUsage;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.image.registry.SearchTerm;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tab of images for containers asks of the engine. Jobs begin at once, everything else blocks. */
public interface StoredImagesWork {
    /** All images. */
    List<StoredImage> list() throws ProblemException, InterruptedException;

    /** The work that goes on. */
    Jobs jobs();

    /** Brings an image from its registry. */
    Job<Image> pull(ImageReference reference);

    /** Takes an image to a registry, under this name. */
    Job<Image> push(StoredImage image, ImageReference target);

    /** Gives an image another name besides. */
    void tag(StoredImage image, ImageReference name) throws ProblemException, InterruptedException;

    /** Takes one of several names away. */
    void untag(ImageReference name) throws ProblemException, InterruptedException;

    /** Brings in what an archive or a folder has. */
    Job<List<Image>> importFrom(Path source, Optional<ImageReference> name);

    /** Writes an image for other programs. */
    Job<Path> export(StoredImage image, ExportForm form, Path target);

    /** Removes an image with all its names. */
    Job<?> remove(StoredImage image);

    /**
     * What a prune would do.
     *
     * @param all also images with names
     */
    ImageStore.Prunable wouldPrune(boolean all) throws ProblemException, InterruptedException;

    /** Removes what nobody needs. */
    Job<?> prune(boolean all);

    /** Looks for images in a registry. */
    List<FoundImage> search(String term) throws ProblemException, InterruptedException;

    /** The work of this engine. */
    static StoredImagesWork of(Engine engine) {
        return new OfEngine(engine);
    }

    /** The work of an engine. */
    record OfEngine(Engine engine) implements StoredImagesWork {
        private static final int MOST_FOUND = 50;

        private ImageStore store() {
            return engine.containerImages();
        }

        @Override
        public List<StoredImage> list() throws ProblemException, InterruptedException {
            List<Image> images = store().list();
            Map<Image, ImageUsage> usage = store().usage(images);
            Map<String, String> names = new HashMap<>();
            List<StoredImage> all = new ArrayList<>();
            for (Image image : images) {
                List<String> users = store().usedBy(image);
                if (!users.isEmpty() && names.isEmpty()) {
                    for (ContainerSnapshot one : engine.containers().list()) {
                        names.put(one.id().value(), one.name());
                    }
                }
                ImageUsage takes = usage.get(image);
                if (takes != null) {
                    all.add(new StoredImage(
                            image,
                            takes,
                            users.stream()
                                    .map(id -> names.getOrDefault(id, id))
                                    .sorted()
                                    .toList()));
                }
            }
            return all;
        }

        @Override
        public Jobs jobs() {
            return engine.jobs();
        }

        @Override
        public Job<Image> pull(ImageReference reference) {
            return jobs().start(
                            Phrase.of("job.image-pull", reference.familiar()),
                            progress ->
                                    engine.registries().pull(reference, Optional.empty(), Optional.empty(), progress));
        }

        @Override
        public Job<Image> push(StoredImage image, ImageReference target) {
            return jobs().start(
                            Phrase.of("job.image-push", target.familiar()),
                            progress -> engine.registries()
                                    .push(image.id(), target, Optional.empty(), Optional.empty(), progress));
        }

        @Override
        public void tag(StoredImage image, ImageReference name) throws ProblemException, InterruptedException {
            store().tag(image.id(), name);
        }

        @Override
        public void untag(ImageReference name) throws ProblemException, InterruptedException {
            ImageStore.Removed _ = store().remove(name.toString(), false);
        }

        @Override
        public Job<List<Image>> importFrom(Path source, Optional<ImageReference> name) {
            return jobs().start(
                            Phrase.of("job.image-import", source),
                            progress -> store().importFrom(source, name, progress));
        }

        @Override
        public Job<Path> export(StoredImage image, ExportForm form, Path target) {
            return jobs().start(Phrase.of("job.image-export", image.image().shownName()), progress -> {
                store().export(image.image(), form, target, progress);
                return target;
            });
        }

        @Override
        public Job<?> remove(StoredImage image) {
            return jobs().start(
                            Phrase.of("job.image-delete", image.image().shownName()),
                            progress -> store().remove(image.id(), false));
        }

        @Override
        public ImageStore.Prunable wouldPrune(boolean all) throws ProblemException, InterruptedException {
            return store().wouldPrune(all);
        }

        @Override
        public Job<?> prune(boolean all) {
            return jobs().start(Phrase.of("job.images-prune"), progress -> store().prune(all));
        }

        @Override
        public List<FoundImage> search(String term) throws ProblemException, InterruptedException {
            SearchTerm wanted = SearchTerm.of(term);
            return engine.registries().search(wanted.registry(), wanted.name(), MOST_FOUND, Optional.empty());
        }
    }
}
