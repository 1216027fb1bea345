package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;

/** Builds an image for containers on this computer. Safe for use by many threads and processes: an image is built once. */
public interface ContainerRecipe {
    /** ASCII, such as {@code busybox}. */
    String id();

    /** The name of the image in the store. */
    ImageReference name();

    /** The programs it drives, besides those of the most basic system. */
    List<Recipe.Tool> tools();

    /** About how much of the disk the image and its making take at most. */
    ByteSize space();

    /**
     * Whether it could be built now, as far as that can be told within some seconds: its programs are there, and what it
     * is made of lies on this computer or its mirror answers.
     */
    boolean isReady() throws InterruptedException;

    /**
     * The image, built now if the store does not have it.
     *
     * @throws ProblemException {@code RecipeToolsMissing}, {@code RecipeImpossible}, {@code ToolFailed}, or what names the
     *     one thing in the way; nothing is left behind
     * @throws InterruptedException if it was cancelled; nothing is left behind
     */
    Image build(Progress progress) throws ProblemException, InterruptedException;
}
