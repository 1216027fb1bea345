package dev.hamlet.engine.image;

import dev.hamlet.engine.image.ImageConfig.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step in which an image was made, with the layer that it made if it made one.
 *
 * @param layer the part, as it came
 * @param diffId its digest unpacked
 */
public record LayerStep(Step step, Optional<BlobDescriptor> layer, Optional<BlobDigest> diffId) {
    private static final Step UNTOLD = new Step(Optional.empty(), "", "", false);

    /** The newest first, as Docker's and Podman's history have it; layers of which no step is told too. */
    public static List<LayerStep> of(Image image) {
        List<LayerStep> lines = new ArrayList<>();
        List<BlobDescriptor> layers = image.manifest().layers();
        List<BlobDigest> diffIds = image.config().diffIds();
        int next = 0;
        for (Step step : image.config().history()) {
            boolean has = !step.emptyLayer() && next < layers.size();
            lines.add(new LayerStep(
                    step,
                    has ? Optional.of(layers.get(next)) : Optional.empty(),
                    has ? Optional.of(diffIds.get(next)) : Optional.empty()));
            next += has ? 1 : 0;
        }
        for (; next < layers.size(); next++) {
            lines.add(new LayerStep(UNTOLD, Optional.of(layers.get(next)), Optional.of(diffIds.get(next))));
        }
        return lines.reversed();
    }
}
