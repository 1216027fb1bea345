package dev.hamlet.engine.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which control groups bound this process's memory, from {@code /proc/self/cgroup} and {@code /proc/self/mountinfo}
 * (cgroups(7)). Where both versions are mounted, the memory controller belongs to the one that has it: version 1 if it
 * is named there. Pure.
 *
 * @param unified whether these are groups of version 2
 * @param folders the process's own group first, then those above it as far as they can be seen
 */
record CgroupMemory(boolean unified, List<Path> folders) {
    CgroupMemory {
        folders = List.copyOf(folders);
    }

    /** The file that holds a group's limit: a number of bytes, or {@code max} in version 2. */
    String limitFile() {
        return unified ? "memory.max" : "memory.limit_in_bytes";
    }

    /** The file that holds how much the group uses. */
    String usageFile() {
        return unified ? "memory.current" : "memory.usage_in_bytes";
    }

    /** The key of {@code memory.stat} for what the kernel takes back first: file pages not used lately. */
    String reclaimableKey() {
        return unified ? "inactive_file" : "total_inactive_file";
    }

    /** The groups, or empty where no memory controller is mounted. */
    static Optional<CgroupMemory> of(String cgroup, List<Mount> mounts) {
        Optional<String> old = group(cgroup, "memory");
        boolean unified = old.isEmpty();
        Optional<String> group = unified ? group(cgroup, "") : old;
        return group.flatMap(path -> mounts.stream()
                .filter(mount -> unified
                        ? mount.type().equals("cgroup2")
                        : mount.type().equals("cgroup") && mount.superOptions().contains("memory"))
                .findFirst()
                .map(mount -> new CgroupMemory(unified, folders(mount, path))));
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
