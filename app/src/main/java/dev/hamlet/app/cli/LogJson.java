package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines of a log as JSON, an object each: {@code {"line"}}. A line that has not ended yet waits for its end. */
final class LogJson {
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /** The lines that end within these bytes. */
    List<String> lines(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (byte one : bytes) {
            if (one == '\n') {
                lines.add(take());
            } else {
                begun.write(one);
            }
        }
        return lines;
    }

    /** What is left at the end of the log: a line that has not ended, or nothing. */
    List<String> rest() {
        return begun.size() == 0 ? List.of() : List.of(take());
    }

    private String take() {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return JsonNodeFactory.instance.objectNode().put("line", text).toString();
    }
}
