package dev.hamlet.engine.container.files;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a container's files have where something is to be mounted: a new volume begins with it, and where nothing is, a place
 * is made. Used by one thread.
 */
public interface FirstContent extends AutoCloseable {
    /**
     * Something that is to be mounted.
     *
     * @param target where in the container
     * @param file whether a file is mounted, else a folder
     * @param permissions of the place, where it is made
     */
    record Place(String target, boolean file, int permissions) {}

    /**
     * Whether the image has a folder there.
     *
     * @throws ProblemException {@code MountPlaceUnfit} if it has a file there
     */
    boolean has(String target) throws IOException, ProblemException, InterruptedException;

    /** Copies all of a folder of the image's into a new volume, whose folder becomes like that; of none, nothing. */
    void copy(String target, Path files) throws IOException, ProblemException, InterruptedException;

    /** Puts a folder in the place of an empty one; what has come into that meanwhile stays. */
    void takePlaceOfEmpty(Path made, Path empty) throws IOException, ProblemException, InterruptedException;

    /**
     * Makes places where there is nothing to mount on; what a container's files make impossible its runtime tells.
     *
     * @throws ProblemException {@code MountPlaceUnfit}
     */
    void makePlaces(List<Place> places) throws IOException, ProblemException, InterruptedException;

    @Override
    void close();
}
