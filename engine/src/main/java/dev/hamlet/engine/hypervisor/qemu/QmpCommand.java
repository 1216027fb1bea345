package dev.hamlet.engine.hypervisor.qemu;

import java.util.ArrayList;
import java.util.List;

/**
 * A command to QEMU's monitor. Immutable.
 *
 * @param name such as {@code query-status}
 * @param arguments its arguments, in order
 */
public record QmpCommand(String name, List<Argument> arguments) {
    /** Copies the list. */
    public QmpCommand {
        arguments = List.copyOf(arguments);
    }

    /** A command without arguments. */
    public static QmpCommand of(String name) {
        return new QmpCommand(name, List.of());
    }

    /** The same with one argument more. */
    public QmpCommand with(String argument, String value) {
        return with(new Argument(argument, value, 0, false));
    }

    /** The same with one argument more. */
    public QmpCommand with(String argument, long value) {
        return with(new Argument(argument, "", value, true));
    }

    private QmpCommand with(Argument argument) {
        List<Argument> all = new ArrayList<>(arguments);
        all.add(argument);
        return new QmpCommand(name, all);
    }

    /**
     * An argument: a text, or a whole number.
     *
     * @param isNumber which of the two holds
     */
    public record Argument(String name, String text, long number, boolean isNumber) {}
}
