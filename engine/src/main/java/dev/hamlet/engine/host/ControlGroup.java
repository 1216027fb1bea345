package dev.hamlet.engine.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The control group of a process in the hierarchy of one controller, from {@code /proc/PID/cgroup} and
 * {@code /proc/self/mountinfo} (cgroups(7)). Where both versions are mounted, a controller belongs to the one that has it:
 * version 1 if it is named there and mounted. Pure.
 *
 * @param unified whether it is a group of version 2
 * @param folders the process's own group first, then those above it as far as they can be seen
 */
record ControlGroup(boolean unified, List<Path> folders) {
    ControlGroup {
        folders = List.copyOf(folders);
    }

    /** The process's own group. */
    Path own() {
        return folders.getFirst();
    }

    /**
     * The group, or empty where no such controller is mounted.
     *
     * @param controller such as {@code memory}
     * @param cgroup the text of {@code /proc/PID/cgroup}
     */
    static Optional<ControlGroup> of(String controller, String cgroup, List<Mount> mounts) {
        Optional<String> old =
                group(cgroup, controller).filter(_ -> mounts.stream().anyMatch(mount -> has(mount, controller)));
        boolean unified = old.isEmpty();
        Optional<String> group = unified ? group(cgroup, "") : old;
        return group.flatMap(path -> mounts.stream()
                .filter(mount -> unified ? mount.type().equals("cgroup2") : has(mount, controller))
                .findFirst()
                .map(mount -> new ControlGroup(unified, folders(mount, path))));
    }

    private static boolean has(Mount mount, String controller) {
        return mount.type().equals("cgroup") && mount.superOptions().contains(controller);
    }

    /** The path of the group in the hierarchy of this controller; the empty name is the hierarchy of version 2. */
    private static Optional<String> group(String cgroup, String controller) {
        return cgroup.lines()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && Arrays.asList(parts[1].split(",")).contains(controller))
                .map(parts -> parts[2])
                .findFirst();
    }

    private static List<Path> folders(Mount mount, String group) {
        Path root = Path.of(mount.root());
        Path path = Path.of(group);
        // A container sees its own group mounted as the top while the path may be the host's, or lead out of the
        // namespace ("/../.."); what is not below the mounted root cannot be seen, so the top is all there is.
        boolean seen = path.startsWith(root) && path.equals(path.normalize());
        Path below = seen ? root.relativize(path) : Path.of("");
        Path leaf = mount.point().resolve(below);
        List<Path> folders = new ArrayList<>();
        for (Path folder = leaf; folder != null && folder.startsWith(mount.point()); folder = folder.getParent()) {
            folders.add(folder);
        }
        return folders;
    }
}
