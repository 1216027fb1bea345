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
        return with(new Argument.Text(argument, value));
    }

    /** The same with one argument more. */
    public QmpCommand with(String argument, long value) {
        return with(new Argument.Whole(argument, value));
    }

    /** The same with one argument more. */
    public QmpCommand with(String argument, boolean value) {
        return with(new Argument.Truth(argument, value));
    }

    private QmpCommand with(Argument argument) {
        List<Argument> all = new ArrayList<>(arguments);
        all.add(argument);
        return new QmpCommand(name, all);
    }

    /** An argument. */
    public sealed interface Argument {
        /** A text. */
        record Text(String name, String value) implements Argument {}

        /** A whole number. */
        record Whole(String name, long value) implements Argument {}

        /** Yes or no. */
        record Truth(String name, boolean value) implements Argument {}
    }
}
