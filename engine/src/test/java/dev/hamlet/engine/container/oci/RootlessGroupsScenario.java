package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.Agent;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem.ContainerLimitUnavailable;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is run by the ordinary user where control groups of version 2 are handed to them. Its words are the user's folder, and
 * the group of the user's service manager.
 */
public final class RootlessGroupsScenario {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(20);

    private RootlessGroupsScenario() {}

    /** The program. */
    public static void main(String[] words) throws Exception {
        HamletPaths paths = RootlessEngine.paths(words[0]);
        OciContainerEngine engine = RootlessEngine.open(paths);
        Path given = Path.of(words[1]);
        for (String network : List.of(NetworkWish.NONE, NetworkWish.HOST)) {
            ContainerSnapshot made =
                    engine.create("busybox", "one", wish(network)).await();
            try {
                var _ = engine.start(made.id().value()).await();
                look(engine, given);
                var _ = engine.stop("one", Duration.ZERO).await();
            } finally {
                var _ = engine.remove("one", true).await();
            }
        }
        asked(engine, paths);
        unkept(engine, given);
        System.out.println("passed");
        System.exit(0);
    }

    private static ContainerWish wish(String network) {
        return ContainerWish.of(List.of("sleep", "1000")).on(NetworkWish.of(network));
    }

    private static void look(ContainerEngine engine, Path given) throws Exception {
        long process = engine.find("one").pid().orElseThrow();
        String group = group(process);
        check(group.endsWith(".scope/container"), "the container is in a group of its own: " + group);
        Path folder = Path.of("/sys/fs/cgroup").resolve(group.substring(1));
        check(folder.startsWith(given), "below what was handed over: " + folder);
        long monitor = ProcessHandle.of(process)
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();
        check(group(monitor).endsWith(".scope/monitors"), "its monitor is beside it: " + group(monitor));
        check(Files.readString(folder.resolve("../cgroup.procs")).isBlank(), "nobody is above both");

        // A further program is in the same group, which it sees as the top of all and cannot change.
        try (ContainerStream _ = engine.exec("one", ExecSpec.of(List.of("sleep", "1000")))) {
            check(
                    TimeSource.system().await(() -> count(folder) > 1, PATIENCE, STEP),
                    "a further program is in the container's group");
        }
        check(heard(engine, "cat /proc/self/cgroup").contains("0::/\n"), "it sees its own group alone");
        check(heard(engine, "mkdir /sys/fs/cgroup/x 2>&1").contains("Read-only"), "and does not change it");

        var _ = engine.pause("one").await();
        check(TimeSource.system().await(() -> says(folder, "frozen 1"), PATIENCE, STEP), "it is paused");
        check(engine.find("one").state() == ContainerState.PAUSED, "and known to be");
        var _ = engine.resume("one").await();
        check(TimeSource.system().await(() -> says(folder, "frozen 0"), PATIENCE, STEP), "and goes on");
    }

    /** Whoever asks it how it is does so from the container's group, too. */
    private static void asked(OciContainerEngine engine, HamletPaths paths) throws Exception {
        Agent agent = new Agent(paths, RootlessEngine.door(paths), engine.care(), TimeSource.system(), 0);
        Thread _ = Thread.ofPlatform().daemon().start(() -> {
            try {
                boolean _ = agent.run();
            } catch (ProblemException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        HealthCheck check = new HealthCheck(
                List.of("CMD-SHELL", "cat /proc/self/cgroup"),
                Duration.ofMillis(200),
                PATIENCE,
                Duration.ZERO,
                Duration.ZERO,
                2);
        var _ = engine.create("busybox", "one", wish(NetworkWish.NONE).with(Upkeep.USUAL.with(check)))
                .await();
        try {
            var _ = engine.start("one").await();
            check(
                    TimeSource.system().await(() -> answer(engine).contains("0::/\n"), PATIENCE, STEP),
                    "it answers from its own group: " + answer(engine));
        } finally {
            var _ = engine.remove("one", true).await();
        }
    }

    private static String answer(ContainerEngine engine) {
        try {
            return engine.find("one").health().orElseThrow().answers().stream()
                    .map(answer -> answer.code() + " " + answer.output())
                    .reduce("", (before, last) -> last);
        } catch (ProblemException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean says(Path group, String event) {
        try {
            return Files.readString(group.resolve("cgroup.events")).contains(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(Path group) {
        try {
            return Files.readAllLines(group.resolve("cgroup.procs")).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was not handed over is not limited, and that is said. */
    private static void unkept(ContainerEngine engine, Path given) throws Exception {
        List<String> controllers = List.of(
                Files.readString(given.resolve("cgroup.controllers")).strip().split(" ", -1));
        check(engine.keptLimits().pids().isEmpty() == controllers.contains("pids"), "what is kept is what was given");
        if (!controllers.contains("pids")) {
            try {
                var _ = engine.create(
                                "busybox",
                                "two",
                                wish(NetworkWish.NONE).with(new ContainerLimits(Optional.empty(), 0, 99)))
                        .await();
                throw new AssertionError("a limit was dropped");
            } catch (ProblemException e) {
                check(
                        e.problem() instanceof ContainerLimitUnavailable limit
                                && limit.why().equals(ContainerLimitUnavailable.NOT_DELEGATED),
                        "why is told: " + e.problem());
            }
        }
    }

    private static String group(long pid) {
        return GroupFigures.text(pid, "cgroup")
                .lines()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring(3))
                .findFirst()
                .orElse("");
    }

    private static String heard(ContainerEngine engine, String script) throws Exception {
        StringBuilder heard = new StringBuilder();
        try (ContainerStream stream = engine.exec("one", ExecSpec.of(List.of("sh", "-c", script)))) {
            for (var next = stream.read(); next.isPresent(); next = stream.read()) {
                if (next.get().stream() == ContainerLog.Stream.STDOUT) {
                    heard.append(new String(next.get().bytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return heard.toString();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
