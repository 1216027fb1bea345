package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hamlet.engine.machine.Machine;
import java.nio.file.Path;

/** A file that was made for a machine, as JSON: {@code {"id", "name", "file"}}. */
final class MachineFileJson {
    private MachineFileJson() {}

    static String of(Machine machine, Path file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", machine.id().value())
                .put("name", machine.name())
                .put("file", file.toString())
                .toPrettyString();
    }
}
