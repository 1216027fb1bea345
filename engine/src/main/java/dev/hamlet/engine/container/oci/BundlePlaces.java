package dev.hamlet.engine.container.oci;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of this computer a bundle names.
 *
 * @param root where the container's files are mounted
 * @param guide the folder that has the files by which it finds others
 * @param group the name of its control group
 * @param volumes where the files of its volumes are, by their names
 * @param init the program that begins its own, where one shall
 * @param devices that it has
 */
record BundlePlaces(
        Path root, Path guide, String group, Map<String, Path> volumes, Optional<Path> init, List<HostDevice> devices) {
    BundlePlaces {
        volumes = Map.copyOf(volumes);
        devices = List.copyOf(devices);
    }

    /** The same with another control group. */
    BundlePlaces in(String other) {
        return new BundlePlaces(root, guide, other, volumes, init, devices);
    }
}
