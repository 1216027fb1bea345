package dev.hamlet.app.machines;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * A machine that could not be changed.
     *
     * @param name what people call it
     * @param problem why not
     */
    public record Failed(String name, Problem problem) {}

    /** Gives the machine this name; tells why not, or nothing once it is done. */
    public void rename(MachineRow row, String name, Consumer<List<Failed>> ended) {
        change(List.of(row), builder -> builder.name(name), ended);
    }

    /**
     * Puts the machines into this group, or out of any where it is empty. One that fails holds up no other; tells of those
     * that failed when all have been tried.
     */
    public void group(List<MachineRow> rows, String group, Consumer<List<Failed>> ended) {
        change(rows, builder -> builder.group(group), ended);
    }

    /** Whose name, as it is now: rows are not for other threads. */
    private record Target(MachineId id, String name) {}

    private void change(List<MachineRow> rows, Machine.Change change, Consumer<List<Failed>> ended) {
        FxRelay<String, List<Failed>> relay =
                new FxRelay<>(fx, news -> news.values().forEach(ended));
        List<Target> targets = rows.stream()
                .map(row -> new Target(row.id(), row.face().name()))
                .toList();
        Threads.virtual("machine-change", () -> {
            List<Failed> failed = new ArrayList<>();
            try {
                for (Target target : targets) {
                    try {
                        machine(target.id()).change(change);
                    } catch (ProblemException e) {
                        failed.add(new Failed(target.name(), e.problem()));
                    }
                }
                relay.put("end", List.copyOf(failed));
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
