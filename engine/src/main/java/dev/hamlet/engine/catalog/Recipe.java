package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;

/** Builds an image on this computer. Safe for use by many threads and processes: an image is built once. */
public interface Recipe {
    /** ASCII, such as {@code tiny}. */
    String id();

    /** The name of the image in the library. */
    String imageName();

    /** The programs it drives, besides those of the most basic system. */
    List<Tool> tools();

    /** About how much of the disk the image and its making take at most. */
    ByteSize space();

    /**
     * Whether it could be built now, as far as that can be told within some seconds: its programs are there, and what it
     * is made of lies on this computer or its mirror answers.
     */
    boolean isReady() throws InterruptedException;

    /**
     * The image, built now if the library does not have it.
     *
     * @throws ProblemException {@code RecipeToolsMissing}, {@code RecipeImpossible} or what names the one thing in the
     *     way if this host cannot build it, {@code
     *     ToolFailed} if it should have and did not; nothing is left behind
     * @throws InterruptedException if it was cancelled; nothing is left behind
     */
    LibraryImage build(Progress progress) throws ProblemException, InterruptedException;

    /**
     * A program and the Debian package that has it.
     *
     * @param program as it is called
     * @param packageName what to install for it
     */
    record Tool(String program, String packageName) {}
}
