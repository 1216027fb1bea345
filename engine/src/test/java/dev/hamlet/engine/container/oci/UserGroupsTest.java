package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /** systemd takes away what was enabled behind its back: cpu.max of a group that it does not know goes with the controller. */
    @Test
    void rootIsHandedGroupsWhereSystemdHasThemAll() {
        assertTrue(UserGroups.areRoots(UNIFIED, "0::/init.scope\n", true));
        assertTrue(UserGroups.areRoots(UNIFIED, "0::/machine.slice/machine-one.scope/payload/init.scope\n", true));
        assertFalse(
                UserGroups.areRoots(UNIFIED, "0::/init.scope\n", false), "another init leaves them to whoever is root");
        assertFalse(UserGroups.areRoots(BOTH, "0::/init.scope\n", true), "of version 1 each has its own tree");
    }

    /** It would move the process of the same number there: the folders of the computer's own systemd may be mounted here. */
    @Test
    void aSystemdOutsideOfTheContainerThatHamletRunsInIsNotAsked() {
        assertFalse(UserGroups.areRoots(UNIFIED, "0::/\n", true));
        assertFalse(UserGroups.areRoots(UNIFIED, "0::/system.slice/docker-0123456789ab.scope\n", true));
        assertFalse(UserGroups.areRoots(UNIFIED, "0::/../../init.scope\n", true));
        assertFalse(UserGroups.areRoots(UNIFIED, "", true));
    }
}
