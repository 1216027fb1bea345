package dev.hamlet.engine.machine;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes what one machine shall be: its guest is given what it can take at once, its file the whole. */
final class SpecChange {
    private final MachineId id;
    private final MachineStore store;
    private final MachineFiles files;
    private final Condition condition;

    SpecChange(MachineId id, MachineStore store, MachineFiles files, Condition condition) {
        this.id = id;
        this.store = store;
        this.files = files;
        this.condition = condition;
    }

    /**
     * Makes the change, in the machine's turn and with the evidence looked at.
     *
     * @throws ProblemException as {@link Machine#change}
     */
    MachineSpec run(Machine.Change change) throws ProblemException, InterruptedException {
        try (FileLock _ = files.lock(condition.name())) {
            MachineSpec old = files.readSpec();
            MachineSpecBuilder builder = old.toBuilder();
            change.apply(builder);
            MachineSpec spec = builder.build();
            requireDisks(old, spec);
            RunningGuest guest = condition.guest();
            if (guest != null) {
                new LiveChange(guest, files.folder(), old, spec).run();
            }
            if (spec.name().equals(old.name())) {
                files.writeSpec(spec);
            } else {
                store.withFreeName(spec.name(), id, () -> files.writeSpec(spec));
            }
            condition.spec(spec);
            return spec;
        }
    }

    private static Set<Path> disks(MachineSpec spec) {
        return spec.disks().stream().map(DiskSpec::file).collect(Collectors.toSet());
    }

    private void requireDisks(MachineSpec old, MachineSpec spec) throws ProblemException, InterruptedException {
        Set<Path> before = disks(old);
        Set<Path> after = disks(spec);
        MachineState state = condition.state();
        if (state.isLive() && !before.equals(after)) {
            throw condition.wrongState("change-disks", state);
        }
        store.requireFree(
                id,
                spec.disks().stream()
                        .filter(disk -> !before.contains(disk.file()))
                        .toList());
    }
}
