package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineEvent;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What the page of machines shows, and the commands it gives. Belongs to the JavaFX thread, or to the one thread of the
 * executor it was made with; needs no toolkit.
 */
public final class MachinesModel implements AutoCloseable {
    private static final String ALL = "all";

    /** How far the first look at all machines has come. */
    public enum Loading {
        UNDER_WAY,
        DONE
    }

    private final MachineStore store;
    private final TimeSource time;
    private final ReadOnlyObjectWrapper<Instant> now;
    private final MachineOrders orders;
    private final Map<MachineId, MachineRow> byId = new HashMap<>();
    private final ObservableList<MachineRow> rows =
            FXCollections.observableArrayList(row -> new Observable[] {row.faceProperty()});
    private final SortedList<MachineRow> sorted = new SortedList<>(
            FXCollections.unmodifiableObservableList(rows),
            Comparator.comparing(MachineRow::plainName).thenComparing(MachineRow::id));
    private final MachineListing listing = new MachineListing(rows);
    private final ObjectProperty<@Nullable MachineRow> selected = new SimpleObjectProperty<>();
    private final ObservableList<MachineRow> chosen = FXCollections.observableArrayList();
    private final ObservableList<MachineRow> seenChosen = FXCollections.unmodifiableObservableList(chosen);
    /** How the chosen machines stand; another list with each change of one of them. */
    private final ReadOnlyObjectWrapper<List<MachineSnapshot>> standing = new ReadOnlyObjectWrapper<>(List.of());

    private final ReadOnlyObjectWrapper<Loading> loading = new ReadOnlyObjectWrapper<>(Loading.UNDER_WAY);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final SystemNames systems;
    private final FxRelay<MachineId, Optional<MachineSnapshot>> machines;
    private final FxRelay<String, Look> looks;
    private final Jobs.Listening listening;
    private volatile boolean closed;
    /** They stand in the same list: one of them is selected, or machines are. */
    private @Nullable ContainersModel containers;

    private final ListChangeListener<ContainerRow> containersChanged = change -> refresh();
    /** Whether the person is choosing, so that what is selected with that is no choice of its own. */
    private boolean choosing;

    private Subscription followingContainers = Subscription.EMPTY;

    /** A machine that is selected as soon as it is there. */
    private Optional<MachineId> awaited = Optional.empty();

    private Optional<Problem> awaitedFailure = Optional.empty();

    /** What one look at all machines came to. */
    private record Look(List<Machine> found, Optional<Problem> problem) {}

    /**
     * A model of this store's machines; it begins to look at once.
     *
     * @param fx runs everything that changes the model
     * @param time the clock
     * @param system finds the name to a system's id, on any thread; empty where it knows none
     * @param dialogs asks before what cannot be taken back
     */
    public MachinesModel(
            MachineStore store, Executor fx, TimeSource time, UnaryOperator<String> system, Dialogs dialogs) {
        this.store = store;
        this.systems = new SystemNames(system, fx);
        this.time = time;
        this.now = new ReadOnlyObjectWrapper<>(time.now());
        this.machines = new FxRelay<>(fx, this::show);
        FxRelay<MachineId, CommandFailure> failures = new FxRelay<>(
                fx, news -> news.forEach((id, why) -> row(id).ifPresent(row -> row.failed(Optional.of(why)))));
        this.orders = new MachineOrders(this::machine, dialogs, failures::put);
        this.looks = new FxRelay<>(fx, news -> news.values().forEach(this::showLook));
        selected.subscribe(this::selectedAlone);
        this.listening = store.listen(this::heard);
        lookAgain(store::follow);
    }

    private void heard(MachineEvent event) {
        switch (event) {
            case MachineEvent.Changed(MachineSnapshot snapshot) -> machines.put(snapshot.id(), Optional.of(snapshot));
            case MachineEvent.Removed(MachineId id) -> {
                machines.put(id, Optional.empty());
                // Deleted, or out of sight with the disk that it lies on.
                lookAgain();
            }
            case MachineEvent.Restarted restarted -> {
                // The machine stands as before.
            }
        }
    }

    /** From now on these containers stand in the list, too. */
    public void list(ContainersModel others) {
        containers = others;
        others.rows().addListener(containersChanged);
        listing.add(others.rows());
        followingContainers = Subscription.combine(
                others.selectedProperty().subscribe(row -> {
                    if (choosing) {
                        return;
                    }
                    if (row == null) {
                        selectSomething();
                    } else if (others.chosen().size() == 1) {
                        selected.set(null);
                        chosen.clear();
                        stand();
                    }
                }),
                selected.subscribe(row -> {
                    if (!choosing && row != null && chosen.size() == 1) {
                        others.choose(List.of(), null);
                    }
                }));
    }

    /** How guest systems are called. */
    public SystemNames systems() {
        return systems;
    }

    /** Looks at everything now, not only at the next second. */
    public void lookAgain() {
        lookAgain(() -> {});
    }

    private void lookAgain(Runnable after) {
        Threads.virtual("machines-look", () -> {
            try {
                List<Machine> found = store.list();
                looks.put(ALL, new Look(found, store.problems().stream().findFirst()));
            } catch (ProblemException e) {
                looks.put(ALL, new Look(List.of(), Optional.of(e.problem())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!closed) {
                after.run();
            }
        });
    }

    private void showLook(Look look) {
        problem.set(look.problem());
        // As they are now: since the look, events may have told more than it saw.
        look.found().stream().map(Machine::snapshot).forEach(this::show);
        loading.set(Loading.DONE);
        refresh();
    }

    private void show(Map<MachineId, Optional<MachineSnapshot>> news) {
        boolean another = news.keySet().stream().anyMatch(id -> !byId.containsKey(id));
        news.forEach((id, snapshot) -> snapshot.ifPresentOrElse(this::show, () -> remove(id)));
        refresh();
        if (another && problem.get().isPresent()) {
            // What was out of sight may be all back.
            lookAgain();
        }
    }

    private void refresh() {
        listing.refresh();
        awaited.flatMap(this::row).ifPresent(row -> {
            awaited = Optional.empty();
            awaitedFailure.ifPresent(why -> row.failed(Optional.of(new CommandFailure(MachineCommand.START, why))));
            choose(List.of(row), row);
        });
        selectSomething();
        stand();
    }

    private void stand() {
        standing.set(chosen.stream().map(MachineRow::snapshot).toList());
    }

    private void show(MachineSnapshot snapshot) {
        Optional<MachineRow> row = row(snapshot.id());
        switch (snapshot.state()) {
            case DELETED -> remove(snapshot.id());
            default -> row.ifPresentOrElse(known -> known.show(snapshot), () -> add(new MachineRow(snapshot)));
        }
    }

    private void add(MachineRow row) {
        byId.put(row.id(), row);
        rows.add(row);
    }

    private void remove(MachineId id) {
        MachineRow now = selected.get();
        List<MachineRow> shown = listing.shown();
        int place = now == null ? -1 : shown.indexOf(now);
        byId.remove(id);
        rows.removeIf(row -> row.id().equals(id));
        chosen.removeIf(row -> row.id().equals(id));
        if (now != null && now.id().equals(id)) {
            listing.refresh();
            if (chosen.isEmpty() && containers != null && !containers.chosen().isEmpty()) {
                List<ContainerRow> others = List.copyOf(containers.chosen());
                choose(List.of(), others, new ListEntry.Container(others.getFirst()));
                return;
            }
            List<MachineRow> left = chosen.isEmpty() ? listing.shown() : List.copyOf(chosen);
            selected.set(left.isEmpty() ? null : left.get(Math.clamp(place, 0, left.size() - 1)));
        }
    }

    /** The details are never empty while there is something; machines have been looked at before one may be missed. */
    private void selectSomething() {
        ContainersModel others = containers;
        boolean none = selected.get() == null
                && (others == null || others.selectedProperty().get() == null);
        if (!none || loading.get() != Loading.DONE) {
            return;
        }
        List<MachineRow> shown = listing.shown();
        if (!shown.isEmpty()) {
            selected.set(shown.getFirst());
        } else if (rows.isEmpty() && others != null) {
            listing.shownContainers().stream().findFirst().ifPresent(others.selectedProperty()::set);
        }
    }

    private void selectedAlone(@Nullable MachineRow row) {
        if (choosing) {
            return;
        }
        if (row == null) {
            chosen.clear();
        } else if (!chosen.contains(row)) {
            chosen.setAll(row);
        }
        stand();
    }

    /**
     * Chooses these machines for what is done next.
     *
     * @param lead the one among them whose details are shown where it is the only one
     */
    public void choose(List<MachineRow> machines, MachineRow lead) {
        choose(machines, List.of(), new ListEntry.Of(lead));
    }

    /**
     * Chooses these machines and containers for what is done next.
     *
     * @param lead the one among them whose details are shown where it is the only one
     */
    public void choose(List<MachineRow> machines, List<ContainerRow> others, ListEntry lead) {
        choosing = true;
        try {
            if (!chosen.equals(machines)) {
                chosen.setAll(machines);
            }
            selected.set(lead instanceof ListEntry.Of(MachineRow row) ? row : null);
            if (containers != null) {
                containers.choose(others, lead instanceof ListEntry.Container(ContainerRow row) ? row : null);
            }
        } finally {
            choosing = false;
        }
        stand();
    }

    /** The row of this machine; empty where it is not listed. */
    Optional<MachineRow> row(MachineId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The machines by name. */
    public ObservableList<MachineRow> rows() {
        return sorted;
    }

    /** The machine whose details are shown; null where there is none. */
    public ObjectProperty<@Nullable MachineRow> selectedProperty() {
        return selected;
    }

    /**
     * Selects this machine, which has just been made, as soon as it is listed.
     *
     * @param failure why it could not be started, where that was wanted
     */
    public void welcome(MachineId id, Optional<Problem> failure) {
        awaited = Optional.of(id);
        awaitedFailure = failure;
        refresh();
    }

    /** The machines that a command is given to: the selected one, or several. */
    public ObservableList<MachineRow> chosen() {
        return seenChosen;
    }

    /** How the chosen machines stand, as the engine last told. */
    public ReadOnlyObjectProperty<List<MachineSnapshot>> standingProperty() {
        return standing.getReadOnlyProperty();
    }

    /** The machines as the list shows them. */
    public MachineListing listing() {
        return listing;
    }

    /** Whether the machines have been looked at once. */
    public ReadOnlyObjectProperty<Loading> loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /** Why the machines could not be looked at, or not all of them. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Where the machine's files lie; empty if it has just gone. */
    public Optional<MachineFolder> folder(MachineRow row) {
        return machine(row).map(Machine::folder);
    }

    /** The engine's machine of this row; empty if it has just gone. */
    public Optional<Machine> machine(MachineRow row) {
        return store.known().stream().filter(one -> one.id().equals(row.id())).findFirst();
    }

    /** How many guests have a process now. */
    public long live() {
        return rows.stream().filter(row -> row.snapshot().state().isLive()).count();
    }

    /** A second has passed: ages are shown anew, by whoever is seen. */
    public void tick() {
        now.set(time.now());
    }

    /** The moment up to which ages are told. */
    public ReadOnlyObjectProperty<Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }

    /** Why the command cannot be given to any chosen machine now; follows the machines and the choice. */
    public ObservableValue<Optional<Phrase>> obstacle(MachineCommand command) {
        return standing.map(machines -> MachineOrders.obstacle(command, machines));
    }

    /** Whether what is chosen stands still and would go on rather than start. */
    public ObservableValue<Boolean> resumable() {
        return standing.map(machines -> MachineOrders.obstacle(MachineCommand.RESUME, machines)
                        .isEmpty()
                && MachineOrders.obstacle(MachineCommand.START, machines).isPresent());
    }

    /** Gives the command to the chosen machines that can be given it; asks first where something may be lost. */
    public void perform(MachineCommand command) {
        orders.perform(command, List.copyOf(chosen));
    }

    /** Gives the command to the chosen machines that can be given it, without a question, which has been answered. */
    void performAgreed(MachineCommand command) {
        orders.performAgreed(command, List.copyOf(chosen));
    }

    /** Those of the chosen machines that can be given the command now. */
    List<MachineRow> able(MachineCommand command) {
        return MachineOrders.able(command, chosen);
    }

    /** Asks before what cannot be taken back. */
    Dialogs dialogs() {
        return orders.dialogs();
    }

    /** Gives the command to this machine; asks first where something may be lost. */
    public void perform(MachineCommand command, MachineRow row) {
        orders.perform(command, List.of(row));
    }

    /** Asks every guest that runs to shut down; answers the work. */
    public List<Job<?>> stopAll() {
        return orders.stopAll(rows);
    }

    /** The person has seen why the last command failed. */
    public void dismiss(MachineRow row) {
        row.failed(Optional.empty());
    }

    /** Ends the listening; the machines run on. */
    @Override
    public void close() {
        closed = true;
        followingContainers.unsubscribe();
        if (containers != null) {
            containers.rows().removeListener(containersChanged);
        }
        listening.close();
    }
}
