package dev.hamlet.app.machines;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The commands that machines are given, with the questions before them. Belongs to the thread of its model. */
final class MachineOrders {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More machines than these are not told something at one click without a question. */
    static final int MOST_UNASKED = 3;

    private final Function<MachineRow, Optional<Machine>> machines;
    private final Dialogs dialogs;
    private final BiConsumer<MachineId, CommandFailure> failures;

    /**
     * Orders to these machines.
     *
     * @param machines finds the engine's machine of a row
     * @param dialogs asks before what cannot be taken back
     * @param failures is told why a command failed; by any thread
     */
    MachineOrders(
            Function<MachineRow, Optional<Machine>> machines,
            Dialogs dialogs,
            BiConsumer<MachineId, CommandFailure> failures) {
        this.machines = machines;
        this.dialogs = dialogs;
        this.failures = failures;
    }

    /** Why the command cannot be given to any machine that stands so. */
    static Optional<Phrase> obstacle(MachineCommand command, List<MachineSnapshot> machines) {
        if (machines.isEmpty()) {
            return Optional.of(Phrase.of("machines.obstacle.none"));
        }
        List<Optional<Phrase>> obstacles =
                machines.stream().map(command::obstacle).toList();
        if (obstacles.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return machines.size() == 1 ? obstacles.getFirst() : Optional.of(Phrase.of("machines.obstacle.several"));
    }

    /** Those of the machines that can be given the command. */
    static List<MachineRow> able(MachineCommand command, List<MachineRow> rows) {
        return rows.stream()
                .filter(row -> command.obstacle(row.snapshot()).isEmpty())
                .toList();
    }

    /** Gives the command to those that can be given it, without a question, which has been answered. */
    void performAgreed(MachineCommand command, List<MachineRow> rows) {
        able(command, rows).forEach(row -> give(command, row));
    }

    /** Asks before what cannot be taken back. */
    Dialogs dialogs() {
        return dialogs;
    }

    /** Gives the command to those of the machines that can be given it; asks first where something may be lost. */
    void perform(MachineCommand command, List<MachineRow> rows) {
        List<MachineRow> able = able(command, rows);
        if (able.size() == 1) {
            performAlone(command, able.getFirst());
        } else if (!able.isEmpty() && (command.asksFirst() || able.size() > MOST_UNASKED)) {
            Phrase deed = Phrase.of(command.key() + ".several", Integer.toString(able.size()));
            dialogs.ask(
                    new Dialogs.Question(
                            deed,
                            Phrase.of(
                                    "machines.several.ask",
                                    able.stream().map(row -> row.face().name()).collect(Collectors.joining(", "))),
                            deed,
                            command.asksFirst()),
                    () -> able.forEach(row -> give(command, row)));
        } else {
            able.forEach(row -> give(command, row));
        }
    }

    private void performAlone(MachineCommand command, MachineRow row) {
        if (command.asksFirst()) {
            String name = row.face().name();
            dialogs.ask(
                    new Dialogs.Question(
                            Phrase.of(command.key() + ".ask.title", name),
                            Phrase.of(command.key() + ".ask.text", name),
                            Phrase.of(command.key() + ".ask.deed"),
                            true),
                    () -> give(command, row));
        } else {
            give(command, row);
        }
    }

    /** Asks every guest that runs to shut down; answers the work. */
    List<Job<?>> stopAll(List<MachineRow> rows) {
        return rows.stream()
                .filter(row -> MachineCommand.STOP.obstacle(row.snapshot()).isEmpty())
                .<Job<?>>mapMulti((row, each) -> give(MachineCommand.STOP, row).ifPresent(each))
                .toList();
    }

    private Optional<Job<?>> give(MachineCommand command, MachineRow row) {
        row.failed(Optional.empty());
        Optional<Job<?>> job = machines.apply(row).map(machine -> start(command, machine));
        job.ifPresent(started -> watch(started, command, row.id()));
        return job;
    }

    private static Job<?> start(MachineCommand command, Machine machine) {
        return switch (command) {
            case START -> machine.start(StartOptions.CAREFUL);
            case START_ANYWAY -> machine.start(new StartOptions(true));
            case RESUME -> machine.resume();
            case PAUSE -> machine.pause();
            case STOP -> machine.stop(PATIENCE, false);
            case RESET -> machine.reset();
            case FORCE_OFF -> machine.forceOff();
            case KILL -> machine.kill();
            case DELETE -> machine.delete();
        };
    }

    private void watch(Job<?> job, MachineCommand command, MachineId id) {
        Consumer<Problem> failed = why -> failures.accept(id, new CommandFailure(command, why));
        Threads.virtual("await-" + command.word(), () -> {
            try {
                job.await();
            } catch (ProblemException e) {
                if (!(e.problem() instanceof CommandProblem.Cancelled)) {
                    failed.accept(e.problem());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
