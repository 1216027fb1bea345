package dev.hamlet.engine.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How soon a container has come and gone, by turns with the runtime alone and with other programs; and what it costs to look
 * at many. As root, whose networks these are.
 */
final class ContainerBenchmark {
    private static final int ROUNDS = 15;
    private static final int WARMING = 4;
    private static final int ROW = 50;
    private static final int MANY = 200;
    private static final int SECONDS = 20;
    private static final String PROGRAM = "/bin/true";

    private final Map<String, String> environment;
    private final String hamlet;
    private final Path folder;
    private final Report report;

    /**
     * @param hamlet the launcher script
     * @param folder for what other programs keep; is made
     */
    ContainerBenchmark(Map<String, String> environment, String hamlet, Path folder, Report report) {
        this.environment = environment;
        this.hamlet = hamlet;
        this.folder = folder;
        this.report = report;
    }

    void run() throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            report.title("Containers");
            report.note("are measured as root alone: the runtime alone gets its network from root");
            return;
        }
        Files.createDirectories(folder);
        try (Engine engine = Engine.open(environment)) {
            ContainerRecipe busybox = engine.containerRecipes().stream()
                    .filter(one -> one.id().equals("busybox"))
                    .findFirst()
                    .orElseThrow();
            busybox.build(Progress.none());
            String image = busybox.name().toString();
            Path archive = folder.resolve("image.tar");
            ContainerPeers.milliseconds(hamlet("image", "export", image, "-o", archive.toString()));
            try (ContainerPeers peers = new ContainerPeers(folder)) {
                peers.open(archive, image);
                comeAndGo(engine.containers(), image, peers);
            }
            many(engine.containers(), image);
            List<String> _ = engine.containers().networks().prune();
        }
    }

    private List<String> hamlet(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "HAMLET_HOME=" + environment.get("HAMLET_HOME"), hamlet));
        command.addAll(List.of(words));
        return command;
    }

    private void comeAndGo(ContainerEngine engine, String image, ContainerPeers peers) throws Exception {
        ContainerWish plain = ContainerWish.of(List.of(PROGRAM)).with(draft -> draft.removedAfter(true));
        ContainerWish published = plain.on(new NetworkWish("", PublishedPort.parse("18080:80"), List.of(), List.of()));
        ContainerSnapshot model = engine.create(image, "model", ContainerWish.of(List.of(PROGRAM)))
                .await();
        engine.start("model").await();
        engine.await("model");
        String config = config(model);
        Path layer = only(Path.of(environment.get("HAMLET_HOME"), "data/containers/snapshots"))
                .resolve("fs");
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put(
                "runc", List.of("sh", peers.bare("bare", config, layer, false).toString()));
        commands.put(
                "runc, port",
                List.of("sh", peers.bare("bare-port", config, layer, true).toString()));
        peers.commands().forEach((name, command) -> {
            List<String> whole = new ArrayList<>(command);
            whole.add(PROGRAM);
            commands.put(name, whole);
        });
        commands.put("hamlet", hamlet("container", "run", "--rm", image, PROGRAM));
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = -WARMING; round < ROUNDS; round++) {
            Map<String, Double> now = new LinkedHashMap<>();
            now.put("engine", once(engine, image, plain));
            now.put("engine, port", once(engine, image, published));
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                now.put(command.getKey(), ContainerPeers.milliseconds(command.getValue()));
            }
            if (round >= 0) {
                now.forEach((name, time) ->
                        times.computeIfAbsent(name, key -> new ArrayList<>()).add(time));
            }
        }
        engine.remove("model", true).await();
        report.title("a container that ends at once, removed after");
        times.forEach((name, values) -> report.figures(name, "ms", values));
        report.title("the engine's to others', of each round");
        report.figures("runc with mount and links", "times", ratios(times, "engine", "runc"), 1.6);
        report.figures("the same with a port", "times", ratios(times, "engine, port", "runc, port"), 1.6);
        if (times.containsKey("docker")) {
            report.figures("docker run", "times", ratios(times, "engine", "docker"), 0.35);
            report.figures("hamlet container run to docker run", "times", ratios(times, "hamlet", "docker"), 1.2);
        } else {
            report.note("docker.io is not installed");
        }
        if (times.containsKey("podman")) {
            report.figures("podman run", "times", ratios(times, "engine", "podman"), 0.40);
        } else {
            report.note("podman is not installed");
        }
    }

    private static List<Double> ratios(Map<String, List<Double>> times, String of, String to) {
        List<Double> upper = times.getOrDefault(of, List.of());
        List<Double> lower = times.getOrDefault(to, List.of());
        return java.util.stream.IntStream.range(0, upper.size())
                .mapToObj(i -> upper.get(i) / lower.get(i))
                .toList();
    }

    private static double once(ContainerEngine engine, String image, ContainerWish wish) throws Exception {
        long begin = System.nanoTime();
        ContainerSnapshot made = engine.create(image, "", wish).await();
        String id = made.id().toString();
        try (ContainerEngine.Attendance _ = engine.attend(id)) {
            try (ContainerStream stream = engine.startAttached(id, 0, 0).await()) {
                while (stream.read().isPresent()) {
                    // It says nothing.
                }
                Guests.require(stream.await().orElse(-1) == 0, "the container has failed");
            }
            engine.remove(id, true, true).await();
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findFirst().orElseThrow();
        }
    }

    /** What the runtime was told of this container, for a bundle with files and a network of its own. */
    private String config(ContainerSnapshot model) throws IOException {
        Path written = Path.of(
                        environment.get("HAMLET_HOME"),
                        "data/containers/instances",
                        model.id().toString())
                .resolve("bundle/config.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(written.toFile());
        ((ObjectNode) config.get("root")).put("path", "rootfs");
        ObjectNode linux = (ObjectNode) config.get("linux");
        linux.put("cgroupsPath", "/hbench");
        linux.get("namespaces").forEach(one -> {
            if (one.get("type").asText().equals("network")) {
                ((ObjectNode) one).put("path", "/run/netns/hbench");
            }
        });
        return json.writeValueAsString(config);
    }

    private void many(ContainerEngine engine, String image) throws Exception {
        ContainerWish sleeper = ContainerWish.of(List.of("sleep", "100000"));
        List<String> ids = new ArrayList<>();
        try {
            long begin = System.nanoTime();
            for (int i = 0; i < MANY; i++) {
                ContainerSnapshot made =
                        engine.create(image, "many-" + i, sleeper).await();
                ids.add(made.id().toString());
                engine.start(made.id().toString()).await();
                if (i == ROW - 1) {
                    report.title("many containers");
                    report.figure(ROW + " started in a row", "s", (System.nanoTime() - begin) / 1e9);
                    report.figure("of them run", "", (double) running(engine));
                }
            }
            report.figure("of " + MANY + " run", "", (double) running(engine));
            report.figure("the monitor of each, proportional memory", "KiB", monitors() / (double) MANY);
            look(engine);
        } finally {
            for (String id : ids) {
                engine.remove(id, true).await();
            }
        }
    }

    private static long running(ContainerEngine engine) throws Exception {
        return engine.list().stream()
                .filter(one -> one.state() == ContainerState.RUNNING)
                .count();
    }

    /** The list and the use of each, each second, of one core. */
    private void look(ContainerEngine engine) throws Exception {
        for (int i = 0; i < 5; i++) {
            lookOnce(engine);
        }
        List<Double> times = new ArrayList<>();
        double cpu = cpuSeconds();
        long first = System.nanoTime();
        for (int i = 0; i < SECONDS; i++) {
            long begin = System.nanoTime();
            lookOnce(engine);
            times.add((System.nanoTime() - begin) / 1e6);
            TimeSource.system().sleep(Duration.ofNanos(Math.max(0, begin + 1_000_000_000L - System.nanoTime())));
        }
        double part = 100 * (cpuSeconds() - cpu) / ((System.nanoTime() - first) / 1e9);
        report.figures("list and figures of all, each second", "ms", times);
        report.figure("the whole program meanwhile, of one core", "%", part, 10);
    }

    private static void lookOnce(ContainerEngine engine) throws Exception {
        int seen = 0;
        for (ContainerSnapshot one : engine.list()) {
            seen += engine.usage(one).isPresent() ? 1 : 0;
        }
        Guests.require(seen == MANY, seen + " have figures");
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** KiB of all monitors. */
    private static long monitors() throws IOException {
        long all = 0;
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(one -> one.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    if (Files.readString(process.resolve("comm")).strip().equals("conmon")) {
                        all += Files.readAllLines(process.resolve("smaps_rollup")).stream()
                                .filter(line -> line.startsWith("Pss:"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                .sum();
                    }
                } catch (IOException gone) {
                    // It has ended.
                }
            }
        }
        return all;
    }
}
