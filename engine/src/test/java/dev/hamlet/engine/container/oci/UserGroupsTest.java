package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.problem.ContainerProblem.ContainerLimitUnavailable;
import org.junit.jupiter.api.Test;

/** What keeps an ordinary user's containers from being limited, by what the kernel and systemd show of it. */
class UserGroupsTest {
    private static final String UNIFIED = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime 0 0\n";
    private static final String BOTH = """
            tmpfs /sys/fs/cgroup tmpfs rw 0 0
            cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
            cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0
            """;
    private static final String USUAL = "memory pids\n";

    @Test
    void onlyControlGroupsOfVersionTwoAreHandedToUsers() {
        for (String mounts : new String[] {BOTH, ""}) {
            assertEquals(
                    ContainerLimitUnavailable.VERSION_ONE, UserGroups.why("memory", mounts, true, "cpu memory pids"));
        }
    }

    @Test
    void withoutAServiceManagerOfTheUsersNobodyHandsThemOver() {
        assertEquals(ContainerLimitUnavailable.NO_SESSION, UserGroups.why("memory", UNIFIED, false, USUAL));
    }

    @Test
    void eachControllerIsHandedOverOnItsOwn() {
        assertEquals("", UserGroups.why("memory", UNIFIED, true, USUAL));
        assertEquals("", UserGroups.why("pids", UNIFIED, true, USUAL));
        assertEquals(ContainerLimitUnavailable.NOT_DELEGATED, UserGroups.why("cpu", UNIFIED, true, USUAL));
        assertEquals(ContainerLimitUnavailable.NOT_DELEGATED, UserGroups.why("cpu", UNIFIED, true, "cpuset\n"));
        assertEquals(ContainerLimitUnavailable.NOT_DELEGATED, UserGroups.why("memory", UNIFIED, true, ""));
    }
}
