package dev.hamlet.engine.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which control groups bound this process's memory. Pure.
 *
 * @param unified whether these are groups of version 2
 * @param folders as {@link ControlGroup#folders}
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
        return ControlGroup.of("memory", cgroup, mounts)
                .map(group -> new CgroupMemory(group.unified(), group.folders()));
    }
}
