package dev.hamlet.engine.container.network;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.oci.OciContainerEngine;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hamlet is killed while it makes and starts containers, at one moment after another: those that come later find nothing
 * lost and nothing left. Run like {@link NetworkScenario}; with the word {@code start} this is the one that is killed.
 */
public final class CutOffScenario {
    private static final List<Integer> MOMENTS = List.of(1, 15, 30, 50, 70, 90, 110, 140, 180, 250);

    private CutOffScenario() {}

    private static ContainerEngine engine(String home) throws Exception {
        TimeSource time = TimeSource.system();
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", home));
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        return new OciContainerEngine(
                paths,
                ImageStore.open(paths, time),
                launcher,
                new Jobs(time),
                time,
                new AgentDoor(paths, Optional.empty(), launcher, time));
    }

    /** The home, then whatever; or the home, {@code start} and a name. */
    public static void main(String... arguments) throws Exception {
        if (arguments[1].equals("start")) {
            ContainerEngine engine = engine(arguments[0]);
            // All is loaded that is loaded once.
            List<ContainerSnapshot> _ = engine.list();
            System.out.println("ready");
            System.out.flush();
            var _ = engine.create("busybox", arguments[2], wish()).await();
            var _ = engine.start(arguments[2]).await();
            System.out.println("started");
            System.out.flush();
            Thread.sleep(Duration.ofMinutes(1));
            return;
        }
        for (int moment : MOMENTS) {
            killed(arguments[0], moment);
            after(arguments[0], moment);
        }
        List<String> _ = engine(arguments[0]).networks().prune();
        System.out.println("passed");
    }

    private static ContainerWish wish() throws Exception {
        return ContainerWish.of(List.of("sleep", "1000"))
                .on(new NetworkWish("", PublishedPort.parse("18090:80"), List.of(), List.of()));
    }

    private static void killed(String home, int moment) throws Exception {
        Process process = new ProcessBuilder(
                        ContainerNetworkIT.java(CutOffScenario.class, home, "start", "cut-" + moment))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = process.inputReader()) {
            that("ready".equals(said.readLine()), "it did not begin");
            Thread.sleep(moment);
            Process _ = process.destroyForcibly();
            int _ = process.waitFor();
        }
    }

    /** What it began runs, is stopped, or never was; then the port is free, and all is removed. */
    private static void after(String home, int moment) throws Exception {
        ContainerEngine engine = engine(home);
        String when = " after " + moment + " ms";
        TimeSource time = TimeSource.system();
        // What the one that was killed had begun itself ends first: conmon, the runtime.
        boolean settled = time.await(
                () -> {
                    try {
                        return engine.list().stream()
                                        .allMatch(one -> one.state().isLive())
                                || left(home, false).isEmpty();
                    } catch (Exception e) {
                        return false;
                    }
                },
                Duration.ofSeconds(20),
                Duration.ofMillis(100));
        that(settled, "left" + when + ": " + engine.list() + left(home, true));
        for (ContainerSnapshot one : engine.list()) {
            that(one.state() != ContainerState.BROKEN, one.toString());
            ContainerSnapshot again = engine.start(one.id().value()).await();
            that(again.state() == ContainerState.RUNNING, again + when);
            var _ = engine.remove(one.id().value(), true).await();
        }
        ContainerSnapshot other = engine.create("busybox", "other", wish()).await();
        var _ = engine.start(other.id().value()).await();
        var _ = engine.remove("other", true).await();
        that(engine.list().isEmpty() && left(home, true).isEmpty(), "left" + when + ": " + left(home, true));
    }

    /** Processes, mounts, links, rules, addresses and control groups; with the files of containers that are there too. */
    private static String left(String home, boolean files) throws Exception {
        Path data = Path.of(home, "data/containers");
        String script = "pgrep -af '[c]onmon.*" + home + "'; grep " + home + " /proc/self/mounts;"
                + " ip -o link | grep ' hm[0-9a-f]*v'; nft list ruleset | grep 18090; cat " + data
                + "/networks/*/addresses/* 2>/dev/null; ls " + data + "/runtime 2>/dev/null; "
                + (files ? "ls -d " + data + "/roots/* " + data + "/instances/* " : "ls -d ")
                + data + "/instances/.half-* 2>/dev/null; true";
        ProcessResult result =
                new SystemProcessLauncher(System.getenv()).run(ProcessSpec.of("bash", List.of("-c", script)));
        String group =
                "hamlet-" + HamletPaths.of(Map.of("HAMLET_HOME", home)).homeId().substring(0, 8);
        ProcessResult groups = new SystemProcessLauncher(System.getenv())
                .run(ProcessSpec.of(
                        "find", List.of("/sys/fs/cgroup", "-maxdepth", "5", "-type", "d", "-name", group + "*")));
        return (result.output() + groups.output()).strip();
    }

    private static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
