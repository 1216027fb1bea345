package dev.hamlet.engine.container;

import java.util.List;

/**
 * A program to run in a container that runs.
 *
 * @param command the program and its arguments
 * @param user as {@link ContainerWish#user}; empty for the container's own
 * @param workingDirectory absolute; empty for the container's own
 * @param environment {@code KEY=value} each, over the container's
 * @param terminal whether it gets a terminal
 * @param interactive whether it gets what is written to it; without that its input has ended
 * @param columns of the terminal at its beginning
 * @param rows of the terminal at its beginning
 */
public record ExecSpec(
        List<String> command,
        String user,
        String workingDirectory,
        List<String> environment,
        boolean terminal,
        boolean interactive,
        int columns,
        int rows) {
    /** Copies the lists. */
    public ExecSpec {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /** A program without input and terminal. */
    public static ExecSpec of(List<String> command) {
        return new ExecSpec(command, "", "", List.of(), false, false, 80, 24);
    }

    /** A program at a terminal of this size. */
    public static ExecSpec atTerminal(List<String> command, int columns, int rows) {
        return new ExecSpec(command, "", "", List.of(), true, true, columns, rows);
    }
}
