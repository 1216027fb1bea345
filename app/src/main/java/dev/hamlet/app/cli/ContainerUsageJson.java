package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.container.ContainerUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What containers use, as JSON in the shape of {@code docs/command-line.md}; null stands for what is not known or not limited. */
final class ContainerUsageJson {
    private ContainerUsageJson() {}

    static String list(List<ContainerStats.Row> rows) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("usage");
        for (ContainerStats.Row row : rows) {
            ContainerUsage now = row.now();
            ObjectNode node = all.addObject();
            node.put("id", row.container().id().value());
            node.put("name", row.container().name());
            node.put("processors", row.processors() < 0 ? null : (Double) row.processors());
            node.put("cpuSeconds", now.cpuNanos() < 0 ? null : (Double) (now.cpuNanos() / 1e9));
            node.put("cpuLimit", now.cpuLimit() <= 0 ? null : (Double) now.cpuLimit());
            node.put("memoryBytes", known(now.memory()));
            node.put("memoryLimitBytes", known(now.memoryLimit()));
            node.put("processes", known(now.pids()));
            node.put("processLimit", known(now.pidsLimit()));
            node.put("diskReadBytes", known(now.diskRead()));
            node.put("diskWrittenBytes", known(now.diskWritten()));
            node.put("receivedBytes", known(now.received()));
            node.put("sentBytes", known(now.sent()));
        }
        return root.toPrettyString();
    }

    static String processes(List<ContainerProcess> processes) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("processes");
        for (ContainerProcess one : processes) {
            all.addObject()
                    .put("pid", one.pid())
                    .put("ownPid", one.ownPid())
                    .put("user", one.user())
                    .put("cpuSeconds", one.cpu().toMillis() / 1e3)
                    .put("memoryBytes", one.memory())
                    .put("command", one.command());
        }
        return root.toPrettyString();
    }

    private static @Nullable Long known(long figure) {
        return figure < 0 ? null : (Long) figure;
    }
}
