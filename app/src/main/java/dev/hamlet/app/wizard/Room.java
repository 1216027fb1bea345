package dev.hamlet.app.wizard;

import dev.hamlet.engine.host.ByteSize;
import java.nio.file.Path;
import java.util.List;

/**
 * What this computer has for a new machine.
 *
 * @param processors how many guests may use
 * @param memory how much guests may use
 * @param memoryFree how much of it a new guest could be promised now
 * @param diskFree where machines lie
 * @param folder where machines lie
 * @param names that machines have already
 */
record Room(int processors, ByteSize memory, ByteSize memoryFree, ByteSize diskFree, Path folder, List<String> names) {
    /** Copies the list. */
    Room {
        names = List.copyOf(names);
    }

    /** Whether a machine has this name, in any case. */
    boolean isTaken(String name) {
        return names.stream().anyMatch(name.strip()::equalsIgnoreCase);
    }

    /** This name, or with the lowest number behind it that makes it free. */
    String unique(String name) {
        String free = name;
        for (int i = 2; isTaken(free); i++) {
            free = name + " " + i;
        }
        return free;
    }
}
