package dev.hamlet.app.containers;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.ContainerMeter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
    /** Looked at every so many beats: what nobody here has done shows itself after that. */
    private static final int BEATS = 3;

    private static final String ALL = "all";

    private final ContainerEngine engine;
    private final Dialogs dialogs;
    private final BooleanSupplier some;
    private final Executor beat;
    private final ContainerOrders orders;
    private final Map<ContainerId, ContainerRow> byId = new HashMap<>();
    private final ObservableList<ContainerRow> rows =
            FXCollections.observableArrayList(row -> new Observable[] {row.faceProperty()});
    private final ObservableList<ContainerRow> seenRows = FXCollections.unmodifiableObservableList(rows);
    private final ObjectProperty<@Nullable ContainerRow> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Optional<Problem>> host = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ChosenPorts chosenPorts;
    private final FxRelay<String, Look> looks;
    private final ObservableList<ContainerRow> chosen = FXCollections.observableArrayList();
    private final ObservableList<ContainerRow> seenChosen = FXCollections.unmodifiableObservableList(chosen);
    /** Whether the person is choosing, so that what is selected with that is no choice of its own. */
    private boolean choosing;

    /** How the chosen containers stand; another value with each change of them. */
    private final ReadOnlyObjectWrapper<ContainerStanding> standing =
            new ReadOnlyObjectWrapper<>(ContainerStanding.NOTHING);

    /** Who waits for a look that has not begun yet, and for the one under way; each is told whether it succeeded. */
    private List<Consumer<Boolean>> waiting = new ArrayList<>();

    private List<Consumer<Boolean>> covered = new ArrayList<>();

    private int beats;
    private boolean looking;
    private boolean lookWanted;
    private boolean closed;

    private volatile @Nullable ContainerMeter meter;
    private @Nullable ContainerId toSelect;

    /** What one look at all containers came to. */
    private sealed interface Look {
        /**
         * They were seen.
         *
         * @param host why no container can run here
         */
        record Seen(List<ContainerLooks> found, Optional<Problem> host) implements Look {}

        /** They could not be looked at; nothing is told where that is a fault of ours, which is in the log. */
        record Failed(Optional<Problem> why) implements Look {}
    }

    /** One container as it was seen. */
    private record ContainerLooks(
            ContainerSnapshot snapshot, List<PublishedPort> ports, Optional<ContainerUsage> usage) {}

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
        this.dialogs = dialogs;
        this.some = some;
        this.beat = beat;
        this.orders = new ContainerOrders(engine, fx, dialogs, then -> lookThen(seen -> then.run()));
        this.chosenPorts = new ChosenPorts(engine);
        this.looks = new FxRelay<>(fx, news -> news.values().forEach(this::show));
        selected.subscribe(this::selectedAlone);
        host.subscribe(now -> stand());
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

    /**
     * Looks at everything anew, and goes on once that has been seen.
     *
     * @param then is told whether it could be looked at; never called once this is closed
     */
    public void lookThen(Consumer<Boolean> then) {
        waiting.add(then);
        lookAgain();
    }

    /** Looks at everything now. */
    public void lookAgain() {
        if (looking) {
            lookWanted = true;
            return;
        }
        looking = true;
        covered = waiting;
        waiting = new ArrayList<>();
        Threads.virtual("containers-look", () -> {
            Look seen = new Look.Failed(Optional.empty());
            try {
                seen = look();
            } finally {
                // Whatever became of it: who waits for a look that never ends would never look again.
                looks.put(ALL, seen);
            }
        });
    }

    /** On another thread. */
    private Look look() {
        if (!some.getAsBoolean()) {
            return new Look.Seen(List.of(), Optional.empty());
        }
        try {
            List<ContainerSnapshot> found = engine.list();
            List<ContainerLooks> seen = new ArrayList<>();
            for (ContainerSnapshot one : found) {
                seen.add(new ContainerLooks(
                        one, chosenPorts.of(one), one.state().isLive() ? usage(one) : Optional.empty()));
            }
            ContainerMeter measuring = meter;
            if (measuring != null) {
                measuring.follow(found);
            }
            chosenPorts.keep(found);
            return new Look.Seen(seen, engine.obstacle());
        } catch (ProblemException e) {
            return new Look.Failed(Optional.of(e.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Look.Failed(Optional.empty());
        }
    }

    private Optional<ContainerUsage> usage(ContainerSnapshot container) {
        ContainerMeter measuring = meter;
        return measuring == null ? engine.usage(container) : measuring.latest(container);
    }

    /** From now on this measures those that run, and is told which do. */
    void measuredBy(ContainerMeter measuring) {
        meter = measuring;
        lookAgain();
    }

    private void show(Look look) {
        looking = false;
        if (closed) {
            return;
        }
        switch (look) {
            case Look.Seen(List<ContainerLooks> found, Optional<Problem> why) -> {
                host.set(why);
                problem.set(Optional.empty());
                found.forEach(this::show);
                removeOthers(found);
                selectNew();
            }
            // What was seen before stays; why it is not newer is told.
            case Look.Failed(Optional<Problem> why) -> problem.set(why);
        }
        List<Consumer<Boolean>> told = covered;
        covered = List.of();
        told.forEach(then -> then.accept(look instanceof Look.Seen));
        stand();
        if (lookWanted && !closed) {
            lookWanted = false;
            lookAgain();
        }
    }

    /** Looks now, and selects this container once it is seen. */
    public void welcome(ContainerId made) {
        toSelect = made;
        lookAgain();
    }

    private void selectNew() {
        if (toSelect != null) {
            row(toSelect).ifPresent(row -> {
                selected.set(row);
                toSelect = null;
            });
        }
    }

    private void show(ContainerLooks seen) {
        ContainerRow known = byId.get(seen.snapshot().id());
        ContainerRow row = known == null ? new ContainerRow(seen.snapshot()) : known;
        row.show(seen.snapshot(), seen.ports(), seen.usage());
        if (known == null) {
            byId.put(row.id(), row);
            rows.add(row);
            row.underWayProperty().subscribe(now -> stand());
        }
    }

    private void removeOthers(List<ContainerLooks> found) {
        Set<ContainerId> there = found.stream().map(one -> one.snapshot().id()).collect(Collectors.toSet());
        if (byId.keySet().retainAll(there)) {
            rows.removeIf(row -> !there.contains(row.id()));
            List<ContainerRow> left =
                    chosen.stream().filter(row -> there.contains(row.id())).toList();
            ContainerRow now = selected.get();
            if (now != null && !there.contains(now.id())) {
                choose(left, left.isEmpty() ? null : left.getFirst());
            } else if (left.size() < chosen.size()) {
                choose(left, now);
            }
        }
    }

    Optional<ContainerRow> row(ContainerId id) {
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

    private void selectedAlone(@Nullable ContainerRow row) {
        if (!choosing && (row == null || !chosen.contains(row))) {
            chosen.setAll(row == null ? List.of() : List.of(row));
        }
        stand();
    }

    /**
     * Chooses these containers for what is done next.
     *
     * @param lead the one among them whose details are shown where it is the only one; null where that is none of them
     */
    public void choose(List<ContainerRow> containers, @Nullable ContainerRow lead) {
        choosing = true;
        try {
            if (!chosen.equals(containers)) {
                chosen.setAll(containers);
            }
            selected.set(lead);
        } finally {
            choosing = false;
        }
        stand();
    }

    /** The containers that a command is given to: the selected one, or several. */
    public ObservableList<ContainerRow> chosen() {
        return seenChosen;
    }

    /** How the selected container stands; null where none is selected. */
    public ObservableValue<@Nullable ContainerSnapshot> snapshot() {
        return selected.flatMap(ContainerRow::snapshotProperty);
    }

    /** Why no container can run here; empty where they can, and where there are none. */
    public ReadOnlyObjectProperty<Optional<Problem>> hostProperty() {
        return host.getReadOnlyProperty();
    }

    /** Why the containers could not be looked at; what was seen before is shown still. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** How many containers run, or are started again soon by themselves. */
    public long active() {
        return rows.stream().filter(row -> row.face().look().isActive()).count();
    }

    /** Who runs them. */
    public ContainerEngine engine() {
        return engine;
    }

    /** Asks before what cannot be taken back. */
    public Dialogs dialogs() {
        return dialogs;
    }

    private void stand() {
        ContainerStanding now = new ContainerStanding(
                chosen.stream().map(ContainerStanding.One::of).toList(), host.get());
        if (!now.equals(standing.get())) {
            standing.set(now);
        }
    }

    /** Why the command can be given to none of the chosen containers now: while one is under way, none can. */
    public ObservableValue<Optional<Phrase>> obstacle(ContainerCommand command) {
        return standing.map(now -> now.obstacle(command));
    }

    /** How many of the chosen containers the command can be given to now. */
    public ObservableValue<Long> able(ContainerCommand command) {
        return standing.map(now -> now.able(command));
    }

    /** What the button for starting does to the chosen containers now. */
    public ObservableValue<ContainerCommand> starting() {
        return standing.map(now -> now.isResumable() ? ContainerCommand.RESUME : ContainerCommand.START);
    }

    /** Gives the command to the chosen containers that can be given it; asks first where something may be lost. */
    public void perform(ContainerCommand command) {
        orders.perform(command, List.copyOf(chosen), host.get());
    }

    /** The same without a question, which has been answered. */
    public void performAgreed(ContainerCommand command) {
        orders.performAgreed(command, List.copyOf(chosen), host.get());
    }

    /** Those of the chosen containers that the command can be given to now. */
    public List<ContainerRow> ableNow(ContainerCommand command) {
        return ContainerOrders.able(command, chosen, host.get());
    }

    /** Asks every container that runs, or is to be started again, to end, and kills those that do not; answers the work. */
    public List<Job<?>> stopAll() {
        return rows.stream()
                .filter(row -> row.face().look().isActive())
                .<Job<?>>map(orders::stop)
                .toList();
    }

    /** The person has seen why the last command failed. */
    public void dismiss(ContainerRow row) {
        row.dismiss();
    }

    /** Looks no more; the containers run on. */
    @Override
    public void close() {
        closed = true;
    }
}
