package dev.hamlet.app.containers;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The commands that containers are given, one at a time each, with the questions before them. A container is busy until it
 * has been seen after the end of the command. Belongs to the thread of its model.
 */
final class ContainerOrders {
    /** So long has its program to end before it is killed, as with others. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More containers than these are not told something at one click without a question. */
    private static final int MOST_UNASKED = 3;

    private final ContainerEngine engine;
    private final Dialogs dialogs;
    private final Consumer<Runnable> look;
    private final FxRelay<ContainerRow, End> ends;

    /** What a command came to: why it failed, or nothing. */
    private record End(Job<?> job, Optional<Problem> why) {}

    /**
     * Orders to the containers of this engine.
     *
     * @param fx runs everything that changes rows
     * @param dialogs asks before what cannot be taken back
     * @param look looks at all containers anew, and then runs what it was given
     */
    ContainerOrders(ContainerEngine engine, Executor fx, Dialogs dialogs, Consumer<Runnable> look) {
        this.engine = engine;
        this.dialogs = dialogs;
        this.look = look;
        this.ends = new FxRelay<>(fx, this::ended);
    }

    /** Gives the command to those of the containers that can be given it; asks first where something may be lost. */
    void perform(ContainerCommand command, List<ContainerRow> rows, Optional<Problem> host) {
        List<ContainerRow> able = able(command, rows, host);
        if (able.isEmpty()) {
            return;
        }
        String names = able.stream().map(row -> row.face().name()).collect(Collectors.joining(", "));
        if (command.asksFirst() && able.size() == 1) {
            ask(
                    new Dialogs.Question(
                            Phrase.of(command.key() + ".ask.title", names),
                            Phrase.of(command.key() + ".ask.text", names),
                            Phrase.of(command.key() + ".ask.deed"),
                            true),
                    command,
                    able);
        } else if (command.asksFirst() || able.size() > MOST_UNASKED) {
            Phrase deed = Phrase.of(command.key() + ".several", Integer.toString(able.size()));
            ask(
                    new Dialogs.Question(
                            deed,
                            Phrase.of(
                                    command.asksFirst() ? command.key() + ".ask.several" : "machines.several.ask",
                                    names),
                            deed,
                            command.asksFirst()),
                    command,
                    able);
        } else {
            able.forEach(row -> give(command, row));
        }
    }

    /** The same without a question, which has been answered. */
    void performAgreed(ContainerCommand command, List<ContainerRow> rows, Optional<Problem> host) {
        able(command, rows, host).forEach(row -> give(command, row));
    }

    /** Those of the containers that the command can be given to now. */
    static List<ContainerRow> able(ContainerCommand command, List<ContainerRow> rows, Optional<Problem> host) {
        return rows.stream()
                .filter(row ->
                        ContainerStanding.One.of(row).obstacle(command, host).isEmpty())
                .toList();
    }

    private void ask(Dialogs.Question question, ContainerCommand command, List<ContainerRow> rows) {
        dialogs.ask(question, () -> rows.forEach(row -> give(command, row)));
    }

    private void give(ContainerCommand command, ContainerRow row) {
        // It may have been told something while the question stood there.
        if (row.underWayProperty().get().isEmpty()) {
            Job<?> _ = begin(command, row);
        }
    }

    private Job<?> begin(ContainerCommand command, ContainerRow row) {
        String id = row.id().value();
        Job<ContainerSnapshot> job = switch (command) {
            case START -> engine.start(id);
            case RESUME -> engine.resume(id);
            case PAUSE -> engine.pause(id);
            case STOP -> engine.stop(id, PATIENCE);
            case REMOVE -> engine.remove(id, false);
        };
        row.begins(command, job);
        follow(row, job);
        return job;
    }

    /** Asks a container to end, whatever it does just now, and kills it where it does not; answers the work. */
    Job<?> stop(ContainerRow row) {
        Optional<Job<?>> now = row.underWayProperty()
                        .get()
                        .filter(command -> command == ContainerCommand.STOP)
                        .isPresent()
                ? row.job()
                : Optional.empty();
        return now.orElseGet(() -> begin(ContainerCommand.STOP, row));
    }

    private void follow(ContainerRow row, Job<ContainerSnapshot> job) {
        Threads.virtual("await-container", () -> {
            try {
                ContainerSnapshot _ = job.await();
                ends.put(row, new End(job, Optional.empty()));
            } catch (ProblemException e) {
                boolean meant = e.problem() instanceof CommandProblem.Cancelled;
                ends.put(row, new End(job, meant ? Optional.empty() : Optional.of(e.problem())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void ended(Map<ContainerRow, End> news) {
        // What it came to is seen before another command can be given: else a second click would begin all anew.
        look.accept(() -> news.forEach((row, end) -> row.ended(end.job(), end.why())));
    }
}
