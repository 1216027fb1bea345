package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;

/** The demonstration as JSON: seconds since its begin at which each step was done, {@code {"seconds": {...}}}. */
final class DemoJson {
    private DemoJson() {}

    static String of(Map<String, Duration> steps) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode seconds = root.putObject("seconds");
        steps.forEach((step, time) -> seconds.put(step, time.toMillis() / 1000.0));
        return root.toPrettyString();
    }
}
