package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import java.util.List;
import java.util.Map;

/** Volumes of this home. May be used by many threads and processes. */
public interface ContainerVolumes {
    /** All, in the order of their names. */
    List<ContainerVolume> list() throws ProblemException, InterruptedException;

    /**
     * The volume of this name.
     *
     * @throws ProblemException {@code VolumeNotFound}
     */
    ContainerVolume find(String name) throws ProblemException, InterruptedException;

    /**
     * Makes an empty volume.
     *
     * @param name empty for one that is chosen
     * @param labels what else is said of it
     * @throws ProblemException {@code VolumeExists}, {@code ContainerSettingInvalid}
     */
    ContainerVolume create(String name, Map<String, String> labels) throws ProblemException, InterruptedException;

    /**
     * Removes a volume with its files.
     *
     * @throws ProblemException {@code VolumeNotFound}, {@code VolumeInUse}, {@code VolumeMayBeInUse}
     */
    void remove(String name) throws ProblemException, InterruptedException;

    /** What its files take on the disk; reads all of its folders. */
    ByteSize size(ContainerVolume volume) throws ProblemException, InterruptedException;

    /**
     * What {@link #prune} would remove: volumes that no container uses, nor may use.
     *
     * @param all also those that have a name
     */
    List<ContainerVolume> prunable(boolean all) throws ProblemException, InterruptedException;

    /**
     * Removes them, and tells which those were and what they took on the disk. Those that a container may use whose file
     * cannot be read stay, and are told too.
     */
    Pruned prune(boolean all) throws ProblemException, InterruptedException;

    /**
     * What was removed.
     *
     * @param names of the volumes
     * @param freed what they took on the disk
     * @param kept what stayed although no container is known to use it, and why
     */
    record Pruned(List<String> names, ByteSize freed, List<VolumeProblem.VolumeMayBeInUse> kept) {
        /** Copies the lists. */
        public Pruned {
            names = List.copyOf(names);
            kept = List.copyOf(kept);
        }
    }
}
