package dev.hamlet.engine.hypervisor.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a QEMU option: the only one in which a file's name may hold any character. Made and used by one
 * thread.
 */
final class ArgumentJson {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private ArgumentJson() {}

    static ArgumentJson object() {
        return new ArgumentJson();
    }

    /** An option whose first field says of which kind it is. */
    static ArgumentJson driver(String driver) {
        return object().put("driver", driver);
    }

    ArgumentJson put(String field, String value) {
        root.put(field, value);
        return this;
    }

    ArgumentJson put(String field, long value) {
        root.put(field, value);
        return this;
    }

    ArgumentJson put(String field, boolean value) {
        root.put(field, value);
        return this;
    }

    ArgumentJson put(String field, ArgumentJson value) {
        root.set(field, value.root);
        return this;
    }

    /** One line. */
    @Override
    public String toString() {
        return root.toString();
    }
}
