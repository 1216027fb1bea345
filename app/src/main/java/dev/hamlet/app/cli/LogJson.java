package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** Lines of a log as JSON, an object each: {@code {"line"}}. */
final class LogJson {
    private LogJson() {}

    static List<String> lines(String text) {
        return text.lines()
                .map(line ->
                        JsonNodeFactory.instance.objectNode().put("line", line).toString())
                .toList();
    }
}
