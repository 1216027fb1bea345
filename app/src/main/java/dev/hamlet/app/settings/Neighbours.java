package dev.hamlet.app.settings;

import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.machine.PortForward;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Other machines that would have what this one is given.
 *
 * @param machine the one
 * @param store has the others
 */
record Neighbours(Machine machine, MachineStore store) {
    /** Names of the others by the port that they forward too. */
    Map<PortForward, String> of(List<PortForward> forwards) {
        Map<PortForward, String> taken = new HashMap<>();
        for (PortForward forward : forwards) {
            of(forward).ifPresent(name -> taken.put(forward, name));
        }
        return taken;
    }

    /** The other machine that forwards this port of the host too. */
    Optional<String> of(PortForward forward) {
        return store.known().stream()
                .filter(one -> !one.id().equals(machine.id()))
                .map(Machine::snapshot)
                .filter(one -> one.spec() != null
                        && one.spec().network().forwards().stream().anyMatch(rule -> meets(rule, forward)))
                .map(MachineSnapshot::name)
                .findFirst();
    }

    private static boolean meets(PortForward one, PortForward other) {
        return one.protocol() == other.protocol() && one.hostPort() == other.hostPort();
    }
}
