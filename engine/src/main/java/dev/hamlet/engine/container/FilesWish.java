package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a user says of a container's files.
 *
 * @param mounts what is mounted in it
 * @param readOnly whether its own files cannot be changed
 * @param devices of this computer that it has
 */
public record FilesWish(List<MountWish> mounts, boolean readOnly, List<DeviceWish> devices) {
    /** Nothing said. */
    public static final FilesWish NOTHING = new FilesWish(List.of(), false, List.of());

    /** Copies the lists. */
    public FilesWish {
        mounts = List.copyOf(mounts);
        devices = List.copyOf(devices);
    }

    /** Nothing but these mounts. */
    public static FilesWish of(MountWish... mounts) {
        return new FilesWish(List.of(mounts), false, List.of());
    }

    /**
     * The same, if it can be.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    FilesWish checked() throws ProblemException {
        Set<String> targets = new HashSet<>();
        for (MountWish mount : mounts) {
            mount.check();
            if (!targets.add(mount.target())) {
                throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                        "--volume", mount.target(), "only one thing can be mounted in a place"));
            }
        }
        for (DeviceWish device : devices) {
            device.check();
        }
        return this;
    }
}
