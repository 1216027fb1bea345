package dev.hamlet.app.machines;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The one click that makes a first machine in an empty hamlet. Belongs to the JavaFX thread, or to the one thread of the
 * executor it was made with.
 */
public final class FirstMachine {
    private static final String END = "end";

    private final Supplier<Job<?>> making;
    private final ReadOnlyObjectWrapper<Optional<Phrase>> obstacle = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final FxRelay<String, Optional<Problem>> ends;

    /**
     * Made by this work.
     *
     * @param making starts the work
     * @param fx runs everything that changes this object
     */
    public FirstMachine(Supplier<Job<?>> making, Executor fx) {
        this.making = making;
        this.ends = new FxRelay<>(fx, news -> news.values().forEach(this::ended));
    }

    private void ended(Optional<Problem> why) {
        obstacle.set(Optional.empty());
        problem.set(why);
    }

    /** Why it cannot be made now: it is being made. */
    public ReadOnlyObjectProperty<Optional<Phrase>> obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /** Why the last try failed. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Begins to make it. */
    public void make() {
        if (obstacle.get().isPresent()) {
            return;
        }
        obstacle.set(Optional.of(Phrase.of("machines.obstacle.being-made")));
        problem.set(Optional.empty());
        Job<?> job = making.get();
        Threads.virtual("await-first-machine", () -> {
            try {
                job.await();
                ends.put(END, Optional.empty());
            } catch (ProblemException e) {
                boolean cancelled = e.problem() instanceof CommandProblem.Cancelled;
                ends.put(END, cancelled ? Optional.empty() : Optional.of(e.problem()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
