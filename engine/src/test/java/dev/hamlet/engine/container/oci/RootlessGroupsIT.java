package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.container.RootlessUser;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Containers of an ordinary user in control groups of version 2 that were handed to them. Which controllers there are is for
 * this computer to say; what asks systemd is a program of the test's, which does to the groups what systemd does.
 */
@Tag("real")
class RootlessGroupsIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aContainerIsInAGroupOfItsOwnBelowWhatItsUserWasGiven() throws Exception {
        assumeTrue(Users.isRoot(), "only root can hand groups to a user");
        assumeTrue(
                Files.readString(Path.of("/proc/filesystems")).contains("cgroup2"),
                "the kernel has no control groups of version 2");
        RootlessUser user = new RootlessUser(folder).withGroups();
        try {
            ProcessResult result = user.run(
                    RootlessGroupsScenario.class,
                    user.home().toString(),
                    user.groups().toString());
            assertEquals(0, result.code(), () -> result.output() + "\n" + String.join("\n", result.errorLines()));
        } finally {
            remove(RootlessUser.SLICE);
        }
    }

    /** The kernel takes groups away from below, and only those without processes. */
    static void remove(String group) throws IOException, InterruptedException {
        List<Path> tops = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1))
                .filter(line -> line[2].equals("cgroup2"))
                .map(line -> Path.of(line[1]).resolve(group))
                .filter(Files::exists)
                .toList();
        for (Path top : tops) {
            Files.writeString(top.resolve("cgroup.kill"), "1");
            try (Stream<Path> all = Files.walk(top)) {
                for (Path one : all.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    boolean _ =
                            TimeSource.system().await(() -> isGone(one), Duration.ofSeconds(5), Duration.ofMillis(20));
                }
            }
        }
    }

    private static boolean isGone(Path group) {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
