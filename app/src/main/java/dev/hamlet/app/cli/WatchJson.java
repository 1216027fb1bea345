package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.MachineEvent;
import java.time.Instant;

/** An event as JSON on one line: {@code {"event", "at", "id", "machine"}}. */
final class WatchJson {
    private WatchJson() {}

    static String of(MachineEvent event, Instant at, Messages words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        String kind = switch (event) {
            case MachineEvent.Changed changed -> "changed";
            case MachineEvent.Removed removed -> "removed";
            case MachineEvent.Restarted restarted -> "restarted";
        };
        node.put("event", kind);
        node.put("at", at.toString());
        node.put("id", event.id().value());
        if (event instanceof MachineEvent.Changed(var snapshot)) {
            node.set("machine", MachineJson.state(snapshot, words));
        }
        return node.toString();
    }
}
