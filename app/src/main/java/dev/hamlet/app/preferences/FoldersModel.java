package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.host.FolderChoice;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.Folders.Kind;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Where machines and images lie; a choice acts at once. Belongs to the JavaFX thread, or to the one of its executor; folders
 * are looked at on others, since a disk may not answer.
 */
public final class FoldersModel {
    private static final String NOW = "now";

    /**
     * How it stands.
     *
     * @param folders what is chosen
     * @param away why a folder cannot be looked into now
     * @param refusal why the last choice was not taken
     */
    record State(Folders folders, Map<Path, Problem> away, Optional<Problem> refusal) {}

    /** Something to do with the choice. */
    @FunctionalInterface
    private interface Deed {
        Folders on(FolderChoice choice) throws ProblemException, InterruptedException;
    }

    private final FolderChoice choice;
    private final Runnable changed;
    private final FxRelay<String, State> relay;
    private final ReentrantLock order = new ReentrantLock(true);
    private final ReadOnlyObjectWrapper<Optional<State>> state = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * Of this home.
     *
     * @param changed is run on the thread of the model when other things may be listed than before
     * @param fx runs everything that changes the model
     */
    public FoldersModel(FolderChoice choice, Runnable changed, Executor fx) {
        this.choice = choice;
        this.changed = changed;
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(this::show));
        lookAgain();
    }

    private void show(State now) {
        boolean other = state.get()
                .map(before -> !before.folders().equals(now.folders()))
                .orElse(false);
        state.set(Optional.of(now));
        if (other) {
            changed.run();
        }
    }

    /** How it stands; empty before it was read. */
    ReadOnlyObjectProperty<Optional<State>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Looks whether the folders are there. */
    void lookAgain() {
        perform(FolderChoice::now);
    }

    /** New things of this kind go there. */
    void choose(Kind kind, Path folder) {
        perform(all -> all.choose(kind, folder));
    }

    /** New things of this kind go where they go without a choice. */
    void usual(Kind kind) {
        perform(all -> all.usual(kind));
    }

    /** Lists no more what lies there. */
    void forget(Kind kind, Path folder) {
        perform(all -> all.forget(kind, folder));
    }

    private void perform(Deed deed) {
        Threads.virtual("folders", () -> {
            order.lock();
            try {
                relay.put(NOW, stateOf(deed.on(choice), Optional.empty()));
            } catch (ProblemException e) {
                relay.put(NOW, stateOf(choice.now(), Optional.of(e.problem())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                order.unlock();
            }
        });
    }

    private static State stateOf(Folders folders, Optional<Problem> refusal) {
        Map<Path, Problem> away = new HashMap<>();
        for (Kind kind : Kind.values()) {
            for (Path folder : folders.of(kind).others()) {
                Folders.away(folder).ifPresent(why -> away.put(folder, why));
            }
        }
        return new State(folders, Map.copyOf(away), refusal.or(folders::unread));
    }
}
