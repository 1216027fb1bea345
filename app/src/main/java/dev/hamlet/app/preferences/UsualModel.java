package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.UsualResources;
import dev.hamlet.engine.machine.UsualResourcesJson;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What new machines get where nothing else is said; a change is kept at once. Belongs to the JavaFX thread, or to the one
 * of its executor; the file is read and written on others.
 */
public final class UsualModel {
    private static final String NOW = "now";

    /**
     * How it stands.
     *
     * @param resources what is usual
     * @param problem why the file cannot be read or the last change was not kept
     */
    public record State(UsualResources resources, Optional<Problem> problem) {}

    private final UsualResourcesJson file;
    private final FxRelay<String, State> relay;
    private final ReentrantLock order = new ReentrantLock(true);
    private final ReadOnlyObjectWrapper<Optional<State>> state = new ReadOnlyObjectWrapper<>(Optional.empty());

    /** Of this file. */
    public UsualModel(UsualResourcesJson file, Executor fx) {
        this.file = file;
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(now -> state.set(Optional.of(now))));
        Threads.virtual("usual-resources", () -> relay.put(NOW, new State(file.get(), file.problem())));
    }

    /** How it stands; empty before the file was read. */
    public ReadOnlyObjectProperty<Optional<State>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Changes it for machines to come. */
    void change(UnaryOperator<UsualResources> change) {
        Threads.virtual("usual-resources", () -> {
            order.lock();
            try {
                file.keep(change.apply(file.get()));
                relay.put(NOW, new State(file.get(), Optional.empty()));
            } catch (ProblemException e) {
                relay.put(NOW, new State(file.get(), Optional.of(e.problem())));
            } finally {
                order.unlock();
            }
        });
    }
}
