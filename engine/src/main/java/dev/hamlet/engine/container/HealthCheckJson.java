package dev.hamlet.engine.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a container is asked for its health, as {@code health} of a container's file: what is not said is left out. */
final class HealthCheckJson {
    private static final String KEY = "health";

    private HealthCheckJson() {}

    static void put(ObjectNode to, HealthCheck health) {
        ObjectNode node = to.putObject(KEY);
        if (!health.test().isEmpty()) {
            health.test().forEach(node.putArray("test")::add);
        }
        put(node, "intervalMillis", health.interval());
        put(node, "timeoutMillis", health.timeout());
        put(node, "startPeriodMillis", health.startPeriod());
        put(node, "startIntervalMillis", health.startInterval());
        if (health.retries() > 0) {
            node.put("retries", health.retries());
        }
    }

    private static void put(ObjectNode node, String key, Duration time) {
        if (!time.isZero()) {
            node.put(key, Math.max(1, time.toMillis()));
        }
    }

    static Optional<HealthCheck> in(JsonNode of) {
        JsonNode node = of.path(KEY);
        if (!node.isObject()) {
            return Optional.empty();
        }
        List<String> test = new ArrayList<>();
        node.path("test").forEach(one -> test.add(one.asText()));
        return Optional.of(new HealthCheck(
                test,
                time(node, "intervalMillis"),
                time(node, "timeoutMillis"),
                time(node, "startPeriodMillis"),
                time(node, "startIntervalMillis"),
                Math.max(0, node.path("retries").asInt())));
    }

    private static Duration time(JsonNode node, String key) {
        return Duration.ofMillis(Math.max(0, node.path(key).asLong()));
    }
}
