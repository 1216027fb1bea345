package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.DeviceWish;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import java.nio.file.Files;
import java.util.Optional;

/** What can be mounted in a container that is in memory. Pure but for looks at this computer's files. */
final class FakeMounts {
    private FakeMounts() {}

    /** Refuses a folder where the image has a file, and the reverse. */
    static void requireFit(ContainerSpec spec, FakeTree image) throws ProblemException {
        for (MountWish mount : spec.mounts()) {
            Optional<FakeFile> place = image.at(mount.target());
            boolean folder = !(mount instanceof MountWish.Bind bind) || Files.isDirectory(bind.source());
            if (place.isPresent() && place.get().isFolder() != folder) {
                throw new ProblemException(new VolumeProblem.MountPlaceUnfit(
                        spec.name(), mount.target(), folder ? "it is no folder there" : "it is a folder there"));
            }
        }
    }

    /** Refuses devices that this computer does not have. */
    static void requireDevices(ContainerSpec spec) throws ProblemException {
        for (DeviceWish device : spec.wish().files().devices()) {
            if (!Files.exists(device.source())) {
                throw new ProblemException(new VolumeProblem.DeviceMissing(spec.name(), device.source()));
            }
        }
    }
}
