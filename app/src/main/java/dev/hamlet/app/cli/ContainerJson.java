package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerFileAccess;
import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.DeviceWish;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.container.HealthPlan;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.LogLimits;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Ulimit;
import dev.hamlet.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Containers as JSON, in the shape of {@code docs/command-line.md}. */
final class ContainerJson {
    private ContainerJson() {}

    static String list(List<ContainerSnapshot> containers, Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("containers");
        containers.forEach(one -> all.add(of(one, words)));
        return root.toPrettyString();
    }

    static String one(ContainerSnapshot container, Messages words) {
        return of(container, words).toPrettyString();
    }

    /** With the limits that it wants and cannot have here, and why. */
    static String inspected(ContainerSnapshot container, KeptLimits kept, Messages words) {
        ObjectNode node = of(container, words);
        ObjectNode unkept = node.putObject("unkeptLimits");
        container.spec().map(spec -> spec.wish().limits()).ifPresent(wanted -> {
            unkept(unkept, "memoryBytes", kept.memory(), wanted.memory().isPresent(), words);
            unkept(unkept, "cpus", kept.cpus(), wanted.cpus() > 0, words);
            unkept(unkept, "pids", kept.pids(), wanted.pids() > 0, words);
        });
        return node.toPrettyString();
    }

    private static void unkept(ObjectNode unkept, String name, Optional<Problem> why, boolean wanted, Messages words) {
        why.filter(_ -> wanted)
                .ifPresent(problem ->
                        unkept.put(name, ProblemWords.of(problem, words).cause()));
    }

    /** The state as a word. */
    static String state(ContainerSnapshot container) {
        return container.state().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode of(ContainerSnapshot container, Messages words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", container.id().value());
        node.put("name", container.name());
        node.put("state", state(container));
        node.put("pid", container.pid().isPresent() ? (Long) container.pid().getAsLong() : null);
        node.put("started", container.started().map(Instant::toString).orElse(null));
        ContainerEnd end = container.end().orElse(null);
        node.put("ended", end == null ? null : end.time().toString());
        node.put(
                "exitCode",
                end == null || end.code().isEmpty()
                        ? null
                        : (Integer) end.code().getAsInt());
        node.put("restarts", container.restarts());
        node.put("again", container.again().map(Instant::toString).orElse(null));
        node.set("health", health(container));
        node.put("outOfMemory", end != null && end.outOfMemory());
        ContainerSpec spec = container.spec().orElse(null);
        if (spec != null) {
            node.put("image", spec.image().name());
            node.put("imageId", spec.image().digest());
            texts(node.putArray("command"), spec.arguments());
            ArrayNode environment = node.putArray("environment");
            spec.environment().forEach((name, value) -> environment.add(name + "=" + value));
            node.put("workingDirectory", spec.workingDirectory());
            node.put("user", spec.user());
            node.put("hostname", spec.hostname());
            node.put(
                    "memoryBytes",
                    spec.wish().memory().map(size -> size.bytes()).orElse(null));
            node.put("cpus", spec.wish().cpus() > 0 ? (Double) spec.wish().cpus() : null);
            node.put("pids", spec.wish().pids() > 0 ? (Integer) spec.wish().pids() : null);
            NetworkWish network = spec.wish().network();
            node.put("network", network.network());
            texts(
                    node.putArray("ports"),
                    network.ports().stream().map(PublishedPort::toString).toList());
            texts(node.putArray("hosts"), network.hosts());
            texts(node.putArray("nameServers"), network.nameServers());
            spec.labels().forEach(node.putObject("labels")::put);
            ArrayNode mounts = node.putArray("mounts");
            spec.mounts().forEach(mount -> mounts.add(VolumeJson.of(mount)));
            node.put("readOnly", spec.wish().files().readOnly());
            texts(
                    node.putArray("devices"),
                    spec.wish().files().devices().stream()
                            .map(DeviceWish::toString)
                            .toList());
            texts(
                    node.putArray("ulimits"),
                    spec.wish().ulimits().stream().map(Ulimit::toString).toList());
            node.put("init", spec.wish().init());
            node.put("terminal", spec.wish().terminal());
            node.put("interactive", spec.wish().interactive());
            node.put("confined", spec.wish().confined());
            node.put("removedAfter", spec.wish().removedAfter());
            node.set("healthCheck", healthCheck(spec));
            LogLimits log = spec.wish().upkeep().log();
            node.put("logMaxBytes", log.size().bytes());
            node.put("logFiles", log.files());
            node.put("restart", spec.wish().upkeep().restart().toString());
            node.put("created", spec.created().toString());
        }
        if (container.problem().isPresent()) {
            node.set(
                    "problem",
                    ProblemJson.of(ProblemWords.of(container.problem().get(), words)));
        } else {
            node.putNull("problem");
        }
        return node;
    }

    private static JsonNode health(ContainerSnapshot container) {
        ContainerHealth health = container.health().orElse(null);
        if (health == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("state", health.state().name().toLowerCase(Locale.ROOT));
        node.put("failures", health.failures());
        ArrayNode answers = node.putArray("answers");
        for (ContainerHealth.Answer answer : health.answers()) {
            ObjectNode one = answers.addObject();
            one.put("begin", answer.begin().toString());
            one.put("end", answer.end().toString());
            one.put(
                    "exitCode",
                    answer.code().isPresent() ? (Integer) answer.code().getAsInt() : null);
            one.put("output", answer.output());
        }
        return node;
    }

    private static JsonNode healthCheck(ContainerSpec spec) {
        HealthPlan plan = spec.health().orElse(null);
        if (plan == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        texts(node.putArray("command"), plan.command());
        node.put("intervalMillis", plan.interval().toMillis());
        node.put("timeoutMillis", plan.timeout().toMillis());
        node.put("startPeriodMillis", plan.startPeriod().toMillis());
        node.put("startIntervalMillis", plan.startInterval().toMillis());
        node.put("retries", plan.retries());
        return node;
    }

    /** What was copied. */
    static String copied(ContainerFileAccess.Copied copied) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("files", copied.files())
                .put("bytes", copied.bytes())
                .toPrettyString();
    }

    /** What a container has changed. */
    static String changes(List<FileChange> changes) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("changes");
        changes.forEach(change -> all.addObject()
                .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
                .put("path", change.path()));
        return root.toPrettyString();
    }

    /** A line of a log, on one line. */
    static String line(ContainerLog.Piece line) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", line.time().toString())
                .put("stream", line.stream().name().toLowerCase(Locale.ROOT))
                .put("text", new String(line.text(), StandardCharsets.UTF_8))
                .toString();
    }

    private static void texts(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
