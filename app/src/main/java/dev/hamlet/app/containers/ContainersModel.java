package dev.hamlet.app.containers;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The containers that the list shows, and the commands that are given to the selected one. They are looked at every few
 * beats, and only where there has ever been one. Belongs to the JavaFX thread, or to the one thread of the executor it was
 * made with; needs no toolkit.
 */
public final class ContainersModel implements AutoCloseable {
    /** So long has its program to end before it is killed, as with others. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Looked at every so many beats: what nobody here has done shows itself after that. */
    private static final int BEATS = 3;

    private static final String ALL = "all";

    private final ContainerEngine engine;
    private final BooleanSupplier some;
    private final Executor beat;
    private final Dialogs dialogs;
    private final Map<ContainerId, ContainerRow> byId = new HashMap<>();
    private final ObservableList<ContainerRow> rows =
            FXCollections.observableArrayList(row -> new Observable[] {row.faceProperty()});
    private final ObservableList<ContainerRow> seenRows = FXCollections.unmodifiableObservableList(rows);
    private final ObjectProperty<@Nullable ContainerRow> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Optional<Problem>> host = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final FxRelay<String, Look> looks;
    private final FxRelay<ContainerId, Problem> failures;
    private int beats;
    private boolean looking;
    private boolean lookWanted;
    private boolean closed;

    /** One look at all containers; {@code found} is null where they could not be listed. */
    private record Look(
            @Nullable List<ContainerSnapshot> found, Map<ContainerId, ContainerUsage> usage, Optional<Problem> host) {}

    /**
     * A model of this engine's containers; it begins to look at once.
     *
     * @param some whether there may be a container at all, which costs less to know than to look; asked on any thread
     * @param fx runs everything that changes the model
     * @param beat runs what comes again and again
     * @param dialogs asks before what cannot be taken back
     */
    public ContainersModel(ContainerEngine engine, BooleanSupplier some, Executor fx, Executor beat, Dialogs dialogs) {
        this.engine = engine;
        this.some = some;
        this.beat = beat;
        this.dialogs = dialogs;
        this.looks = new FxRelay<>(fx, news -> news.values().forEach(this::show));
        this.failures = new FxRelay<>(
                fx, news -> news.forEach((id, why) -> row(id).ifPresent(row -> row.failed(Optional.of(why)))));
        lookAgain();
        beat.execute(this::beat);
    }

    private void beat() {
        if (closed) {
            return;
        }
        beats++;
        if (beats % BEATS == 0 && !looking) {
            lookAgain();
        }
        beat.execute(this::beat);
    }

    /** Looks at everything now. */
    public void lookAgain() {
        if (looking) {
            lookWanted = true;
            return;
        }
        looking = true;
        Threads.virtual("containers-look", () -> looks.put(ALL, look()));
    }

    /** On another thread. */
    private Look look() {
        Map<ContainerId, ContainerUsage> usage = new HashMap<>();
        if (!some.getAsBoolean()) {
            return new Look(List.of(), usage, Optional.empty());
        }
        Optional<Problem> obstacle = engine.obstacle();
        try {
            List<ContainerSnapshot> found = engine.list();
            for (ContainerSnapshot one : found) {
                if (one.state().isLive()) {
                    engine.usage(one).ifPresent(used -> usage.put(one.id(), used));
                }
            }
            return new Look(found, usage, obstacle);
        } catch (ProblemException e) {
            // What was seen before stays; why it is not newer is told.
            return new Look(null, usage, Optional.of(e.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Look(null, usage, obstacle);
        }
    }

    private void show(Look look) {
        looking = false;
        if (closed) {
            return;
        }
        host.set(look.host());
        List<ContainerSnapshot> found = look.found();
        if (found != null) {
            for (ContainerSnapshot one : found) {
                Optional<ContainerUsage> used = Optional.ofNullable(look.usage().get(one.id()));
                row(one.id()).ifPresentOrElse(row -> row.show(one, used), () -> add(one, used));
            }
            removeOthers(found);
        }
        if (lookWanted) {
            lookWanted = false;
            lookAgain();
        }
    }

    private void add(ContainerSnapshot one, Optional<ContainerUsage> used) {
        ContainerRow row = new ContainerRow(one);
        row.show(one, used);
        byId.put(one.id(), row);
        rows.add(row);
    }

    private void removeOthers(List<ContainerSnapshot> found) {
        var there = found.stream().map(ContainerSnapshot::id).collect(Collectors.toSet());
        if (byId.keySet().retainAll(there)) {
            rows.removeIf(row -> !there.contains(row.id()));
            ContainerRow now = selected.get();
            if (now != null && !there.contains(now.id())) {
                selected.set(null);
            }
        }
    }

    private Optional<ContainerRow> row(ContainerId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The containers, in no order. */
    public ObservableList<ContainerRow> rows() {
        return seenRows;
    }

    /** The container whose details are shown; null where there is none. */
    public ObjectProperty<@Nullable ContainerRow> selectedProperty() {
        return selected;
    }

    /** How the selected container stands; null where none is selected. */
    public ObservableValue<@Nullable ContainerSnapshot> snapshot() {
        return selected.flatMap(ContainerRow::snapshotProperty);
    }

    /** Why no container can run here; empty where they can, and where there are none. */
    public ReadOnlyObjectProperty<Optional<Problem>> hostProperty() {
        return host.getReadOnlyProperty();
    }

    /** Who runs them. */
    public ContainerEngine engine() {
        return engine;
    }

    /** Why the command cannot be given to the selected container now. */
    public ObservableValue<Optional<Phrase>> obstacle(ContainerCommand command) {
        Function<Optional<Problem>, ObservableValue<Optional<Phrase>>> at = why ->
                snapshot().map(container -> command.obstacle(container, why)).orElse(NOTHING);
        return host.flatMap(at);
    }

    private static final Optional<Phrase> NOTHING = Optional.of(Phrase.of("containers.obstacle.none"));

    /** What the button for starting does to the selected container now. */
    public ObservableValue<ContainerCommand> starting() {
        return snapshot()
                .map(container -> ContainerCommand.RESUME
                                .obstacle(container, Optional.empty())
                                .isEmpty()
                        ? ContainerCommand.RESUME
                        : ContainerCommand.START)
                .orElse(ContainerCommand.START);
    }

    /** Gives the command to the selected container; asks first where something may be lost. */
    public void perform(ContainerCommand command) {
        ContainerRow row = selected.get();
        if (row == null) {
            return;
        }
        if (command == ContainerCommand.REMOVE) {
            String name = row.face().name();
            dialogs.ask(
                    new Dialogs.Question(
                            Phrase.of("containers.remove.ask.title", name),
                            Phrase.of("containers.remove.ask.text", name),
                            Phrase.of("containers.remove.ask.deed"),
                            true),
                    () -> give(command, row));
        } else {
            give(command, row);
        }
    }

    private void give(ContainerCommand command, ContainerRow row) {
        row.failed(Optional.empty());
        String id = row.id().value();
        Job<ContainerSnapshot> job = switch (command) {
            case START -> engine.start(id);
            case RESUME -> engine.resume(id);
            case PAUSE -> engine.pause(id);
            case STOP -> engine.stop(id, PATIENCE);
            case REMOVE -> engine.remove(id, false);
        };
        Threads.virtual("await-container", () -> {
            try {
                ContainerSnapshot _ = job.await();
            } catch (ProblemException e) {
                if (!(e.problem() instanceof CommandProblem.Cancelled)) {
                    failures.put(row.id(), e.problem());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            looks.put(ALL, look());
        });
    }

    /** The person has seen why the last command failed. */
    public void dismiss(ContainerRow row) {
        row.failed(Optional.empty());
    }

    /** Looks no more; the containers run on. */
    @Override
    public void close() {
        closed = true;
    }
}
