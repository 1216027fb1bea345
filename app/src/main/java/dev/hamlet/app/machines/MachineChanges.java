package dev.hamlet.app.machines;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Small changes of machines' settings, written beside the window's thread. Belongs to the JavaFX thread, or to the one
 * thread of the executor it was made with.
 */
public final class MachineChanges {
    private final MachineStore store;
    private final Executor fx;

    /**
     * Changes of this store's machines.
     *
     * @param fx runs what is told
     */
    public MachineChanges(MachineStore store, Executor fx) {
        this.store = store;
        this.fx = fx;
    }

    /** Gives the machine this name; tells why not, or nothing once it is done. */
    public void rename(MachineRow row, String name, Consumer<Optional<Problem>> ended) {
        change(List.of(row.id()), builder -> builder.name(name), ended);
    }

    /** Puts the machines into this group, or out of any where it is empty; tells why not, or nothing once it is done. */
    public void group(List<MachineRow> rows, String group, Consumer<Optional<Problem>> ended) {
        change(rows.stream().map(MachineRow::id).toList(), builder -> builder.group(group), ended);
    }

    private void change(List<MachineId> ids, Machine.Change change, Consumer<Optional<Problem>> ended) {
        FxRelay<String, Optional<Problem>> relay =
                new FxRelay<>(fx, news -> news.values().forEach(ended));
        Threads.virtual("machine-change", () -> {
            try {
                for (MachineId id : ids) {
                    machine(id).change(change);
                }
                relay.put("end", Optional.empty());
            } catch (ProblemException e) {
                relay.put("end", Optional.of(e.problem()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Machine machine(MachineId id) throws ProblemException {
        return store.known().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new MachineProblem.MachineNotFound(id.value(), "")));
    }
}
