package dev.hamlet.engine.problem;

import java.nio.file.Path;
import java.util.List;

/** What can be wrong with what is mounted in a container, and with the volumes that are kept for that. */
public sealed interface VolumeProblem extends Problem {
    /** No volume has this name; {@code nearest} is the most similar one, or empty. */
    record VolumeNotFound(String name, String nearest) implements VolumeProblem {}

    /** There is a volume of this name already. */
    record VolumeExists(String name) implements VolumeProblem {}

    /** Containers use the volume, running or not. */
    record VolumeInUse(String name, List<String> containers) implements VolumeProblem {}

    /** What a container mounts is not known, since its file cannot be read: the volume may be among it. */
    record VolumeMayBeInUse(String name, String container, Path file) implements VolumeProblem {}

    /** Another process is changing volumes all the time. */
    record VolumesBusy(Path folder) implements VolumeProblem {}

    /** What is to be mounted in a container is not on this computer. */
    record MountSourceMissing(String name, Path source, String target) implements VolumeProblem {}

    /** The image has a file where a folder is to be mounted, or the reverse. */
    record MountPlaceUnfit(String name, String target, String why) implements VolumeProblem {}

    /** This computer has no such device. */
    record DeviceMissing(String name, Path device) implements VolumeProblem {}
}
