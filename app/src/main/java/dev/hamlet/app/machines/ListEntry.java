package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerRow;

/** A line of the list: a machine, a container, or the head of the group whose machines stand below it. */
public sealed interface ListEntry {
    /**
     * The head of a group.
     *
     * @param name as its machines write it
     * @param count how many of its machines are found by the search
     * @param folded whether they are hidden
     */
    record Group(String name, int count, boolean folded) implements ListEntry {}

    /**
     * A machine.
     *
     * @param row the same object for as long as the machine is there
     */
    record Of(MachineRow row) implements ListEntry {}

    /**
     * A container.
     *
     * @param row the same object for as long as the container is there
     */
    record Container(ContainerRow row) implements ListEntry {}
}
