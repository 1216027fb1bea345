package dev.hamlet.engine.container;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A volume as it was seen at one moment: files that are mounted in containers and outlive them.
 *
 * @param name what people call it; of an unnamed one 64 hexadecimal digits
 * @param folder where its files are
 * @param unnamed whether it was made for a single container, by its image or without a name
 * @param labels what else is said of it
 * @param created when it was made
 * @param users containers that it is mounted in, whether they run or not
 * @param perhaps containers that may use it: their files cannot be read
 */
public record ContainerVolume(
        String name,
        Path folder,
        boolean unnamed,
        Map<String, String> labels,
        Instant created,
        List<User> users,
        List<Doubt> perhaps) {
    /** Copies the lists. */
    public ContainerVolume {
        labels = Map.copyOf(labels);
        users = List.copyOf(users);
        perhaps = List.copyOf(perhaps);
    }

    /** Whether no container uses it, as far as can be known and surely. */
    public boolean isUnused() {
        return users.isEmpty() && perhaps.isEmpty();
    }

    /**
     * A container of which nobody knows what is mounted in it.
     *
     * @param container what people call it
     * @param file its file, which cannot be read
     */
    public record Doubt(String container, Path file) {}

    /**
     * A container that a volume is mounted in.
     *
     * @param id its id
     * @param name what people call it
     * @param target where it is mounted there
     * @param readOnly whether the container cannot change it
     * @param running whether the container runs
     */
    public record User(ContainerId id, String name, String target, boolean readOnly, boolean running) {}
}
