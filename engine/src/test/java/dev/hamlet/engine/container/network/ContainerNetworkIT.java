package dev.hamlet.engine.container.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Users;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of containers under the real runtime, in networks of the test's own: that of this computer is not touched. */
@Tag("real")
class ContainerNetworkIT {
    /** The one in the middle has two neighbours, each a process in a network of its own; mounts go with it. */
    private static final String MIDDLE = """
            ip link set lo up
            neighbour() { unshare -n sleep 300 & }
            neighbour; a=$!; neighbour; b=$!
            for one in $a $b; do
              until [ "$(readlink /proc/$one/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do :; done
            done
            "$@" $a $b; code=$?
            kill $a $b
            for pid in $(pgrep -f '^perl -MIO::Socket'); do
              [ "$(readlink /proc/$pid/ns/mnt)" != "$(readlink /proc/$$/ns/mnt)" ] || kill $pid
            done
            exit $code
            """;

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void makeTheImage() throws Exception {
        assumeTrue(Users.isRoot(), "only root may run containers yet");
        for (String program : List.of("runc", "conmon", "nft", "ip", "unshare", "nsenter", "bash", "perl", "pgrep")) {
            assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        }
        assumeTrue(
                Files.exists(Path.of("/usr/share/containers/seccomp.json"))
                        || Files.exists(Path.of("/etc/containers/seccomp.json")),
                "no profile of system calls is installed");
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        TimeSource time = TimeSource.system();
        BusyboxContainer recipe = new BusyboxContainer(paths, ImageStore.open(paths, time), launcher, time);
        assumeTrue(recipe.isReady(), "neither is a static BusyBox installed nor its package to be had");
        var _ = recipe.build(Progress.none());
    }

    @Test
    void containersReachWhatTheyShallAndNothingElse() throws Exception {
        passes(NetworkScenario.class);
    }

    @Tag("slow")
    @Test
    void whoIsKilledWhileItStartsContainersLeavesNothing() throws Exception {
        passes(CutOffScenario.class);
    }

    private void passes(Class<?> scenario) throws Exception {
        List<String> command = new ArrayList<>(List.of("-n", "-m", "bash", "-c", MIDDLE, "middle"));
        command.addAll(java(scenario, folder.toString()));
        ProcessResult result = launcher.run(ProcessSpec.of("unshare", command).within(Duration.ofMinutes(2)));
        assertEquals(0, result.code(), () -> result.output() + "\n" + String.join("\n", result.errorLines()));
        assertTrue(result.output().endsWith("passed\n"), result.output());
    }

    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String classPath() {
        return Stream.of(
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        Path.of("target/classes").toAbsolutePath().toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
