package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.OrdinaryUser;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The groups for containers of root where there is systemd and control groups of version 2 alone: with mounts and processes of
 * their own, the first of which is where systemd is. What asks systemd is a program of the test's; containers in such groups
 * are for {@code installers/trial-guest} to try.
 */
@Tag("real")
class RootGroupsIT {
    private static final String TOP = "hamlet-trial-root";

    /** The words are the test's folder, and the group that stands for the top of a computer. */
    private static final String BECOME = """
            mount --make-rprivate / || exit
            umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup || exit
            mkdir -p "$2/init.scope" "$2/system.slice" && echo $$ > "$2/init.scope/cgroup.procs" || exit
            mount -t tmpfs -o mode=755 run /run && mkdir -p /run/systemd/system /run/dbus || exit
            touch /run/dbus/system_bus_socket
            export PATH="$1/programs:$PATH"
            shift 2
            "$@"
            exit $?
            """;

    private static final String MAKES = """
            #!/bin/sh
            [ "$1 $6" = "--system StartTransientUnit" ] || exit
            mkdir "GIVEN/$8" && echo "${14}" > "GIVEN/$8/cgroup.procs"
            """;

    private static final String REFUSES = """
            #!/bin/sh
            echo "Call failed: Access denied" >&2
            exit 1
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aContainerIsInAScopeOfItsOwnSinceSystemdTakesLimitsAwayElsewhere() throws Exception {
        run(MAKES, "scope");
    }

    @Test
    void whereSystemdMakesNoScopeTheContainerGoesWhereRootMakesGroups() throws Exception {
        run(REFUSES, "refused");
    }

    private void run(String systemd, String expected) throws Exception {
        assumeTrue(Users.isRoot(), "only root can have a computer of its own");
        assumeTrue(
                Files.readString(Path.of("/proc/filesystems")).contains("cgroup2"),
                "the kernel has no control groups of version 2");
        Path top = Path.of("/sys/fs/cgroup", TOP);
        Path given = top.resolve("system.slice");
        Path busctl = Files.createDirectory(folder.resolve("programs")).resolve("busctl");
        Files.writeString(busctl, systemd.replace("GIVEN", given.toString()));
        Files.setPosixFilePermissions(busctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        OrdinaryUser classes = new OrdinaryUser(Files.createDirectory(folder.resolve("user")));
        try {
            ProcessResult result = classes.run(
                    new ArrayList<>(List.of(
                            "unshare",
                            "-m",
                            "-p",
                            "-f",
                            "--mount-proc",
                            "bash",
                            "-c",
                            BECOME,
                            "become",
                            folder.toString(),
                            top.toString())),
                    Duration.ofMinutes(3),
                    RootGroupsScenario.class,
                    given.toString(),
                    expected);
            assertEquals(0, result.code(), () -> result.output() + "\n" + String.join("\n", result.errorLines()));
        } finally {
            RootlessGroupsIT.remove(TOP);
        }
    }
}
