package dev.hamlet.app.machines;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What leads from the page of machines elsewhere; the window knows where.
 *
 * @param make begins a new machine
 * @param begin begins a new machine with this disk or CD image
 * @param settings opens the settings of this machine
 * @param rename asks for another name of this machine
 * @param group asks for the group of these machines
 */
public record Doors(
        Runnable make,
        Consumer<Path> begin,
        Consumer<MachineRow> settings,
        Consumer<MachineRow> rename,
        Consumer<java.util.List<MachineRow>> group) {}
