package dev.hamlet.app.machines;

import java.util.List;
import java.util.function.Consumer;

/**
 * What leads from the page of machines elsewhere; the window knows where.
 *
 * @param make begins a new machine
 * @param console opens the screen of this machine's guest
 * @param settings opens the settings of this machine
 * @param rename asks for another name of this machine
 * @param group asks for the group of these machines
 * @param reveal shows the folder of this machine in the desktop's own program for files
 */
public record Doors(
        Runnable make,
        Consumer<MachineRow> console,
        Consumer<MachineRow> settings,
        Consumer<MachineRow> rename,
        Consumer<List<MachineRow>> group,
        Consumer<MachineRow> reveal) {}
