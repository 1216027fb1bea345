package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerFace;
import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.containers.ContainerUse;
import dev.hamlet.engine.host.ByteSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The machines as the list shows them: those that the search finds, by group, in an order. Machines of no group come
 * first. Belongs to the thread of its model; needs no toolkit.
 */
public final class MachineListing {
    /** What the machines are ordered by; machines that are equal in it by their names. */
    public enum Order {
        NAME,
        /** What runs comes first. */
        STATE,
        /** The most memory comes first. */
        MEMORY,
        /** What has changed last comes first. */
        NEWEST;

        private Comparator<Found> comparator() {
            return switch (this) {
                case NAME -> BY_NAME;
                case STATE -> Comparator.comparingInt(Found::rank).thenComparing(BY_NAME);
                case MEMORY ->
                    Comparator.comparingLong(Found::memory).reversed().thenComparing(BY_NAME);
                case NEWEST -> Comparator.comparing(Found::since).reversed().thenComparing(BY_NAME);
            };
        }
    }

    /** What the search finds, and what it is ordered by. */
    private record Found(ListEntry entry, String name, String id, int rank, long memory, Instant since) {
        static Found of(MachineRow row) {
            ByteSize memory = row.face().memory();
            return new Found(
                    new ListEntry.Of(row),
                    row.plainName(),
                    row.id().value(),
                    row.face().look().rank(),
                    memory == null ? 0 : memory.bytes(),
                    row.snapshot().since());
        }

        static Found of(ContainerRow row) {
            ContainerFace face = row.face();
            return new Found(
                    new ListEntry.Container(row),
                    MachineRow.plain(face.name()),
                    row.id().value(),
                    (face.look().isActive() ? MachineLook.RUNNING : MachineLook.STOPPED).rank(),
                    face.use().map(ContainerUse::memory).orElse(0L),
                    face.since().orElse(Instant.EPOCH));
        }
    }

    private static final Comparator<Found> BY_NAME =
            Comparator.comparing(Found::name).thenComparing(Found::id);

    private final List<MachineRow> rows;
    private List<ContainerRow> containers = List.of();
    private final ObservableList<ListEntry> entries = FXCollections.observableArrayList();
    private final ObservableList<ListEntry> seen = FXCollections.unmodifiableObservableList(entries);
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.NAME);
    private final Set<String> folded = new HashSet<>();

    /** A listing of these machines; {@link #refresh()} follows what changes in them. */
    MachineListing(List<MachineRow> rows) {
        this.rows = rows;
        search.subscribe(words -> refresh());
        order.subscribe(by -> refresh());
    }

    /** From now on these stand among the machines of no group. */
    void add(List<ContainerRow> others) {
        containers = others;
        refresh();
    }

    /** What the list shows, from above. */
    public ObservableList<ListEntry> entries() {
        return seen;
    }

    /** Words that a machine's name, group or system must hold, all of them. */
    public StringProperty searchProperty() {
        return search;
    }

    /** What the machines are ordered by. */
    public ObjectProperty<Order> orderProperty() {
        return order;
    }

    /** Hides the machines of this group, or shows them again. */
    public void fold(String group) {
        if (!folded.add(group)) {
            folded.remove(group);
        }
        refresh();
    }

    /** The groups that there are, by name. */
    public List<String> groups() {
        return rows.stream()
                .map(MachineRow::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .sorted(Comparator.comparing(MachineRow::plain))
                .toList();
    }

    /** The machines that are shown, from above. */
    List<MachineRow> shown() {
        List<MachineRow> shown = new ArrayList<>();
        for (ListEntry entry : entries) {
            if (entry instanceof ListEntry.Of(MachineRow row)) {
                shown.add(row);
            }
        }
        return shown;
    }

    /** The containers that are shown, from above. */
    List<ContainerRow> shownContainers() {
        List<ContainerRow> shown = new ArrayList<>();
        for (ListEntry entry : entries) {
            if (entry instanceof ListEntry.Container(ContainerRow row)) {
                shown.add(row);
            }
        }
        return shown;
    }

    /** The machines have changed: shows them as they are now. */
    void refresh() {
        List<String> words = List.of(MachineRow.plain(search.get()).strip().split("\\s+"));
        Map<String, List<Found>> found = new HashMap<>();
        for (MachineRow row : rows) {
            if (words.stream().allMatch(row.searched()::contains)) {
                found.computeIfAbsent(row.group(), name -> new ArrayList<>()).add(Found.of(row));
            }
        }
        for (ContainerRow row : containers) {
            String searched =
                    MachineRow.plain(row.face().name() + "\n" + row.face().image());
            if (words.stream().allMatch(searched::contains)) {
                found.computeIfAbsent("", name -> new ArrayList<>()).add(Found.of(row));
            }
        }
        Map<String, List<Found>> groups =
                new TreeMap<>(Comparator.comparing(MachineRow::plain).thenComparing(Comparator.naturalOrder()));
        groups.putAll(found);
        List<ListEntry> next = new ArrayList<>();
        for (Map.Entry<String, List<Found>> group : groups.entrySet()) {
            // What is searched for is never hidden.
            boolean hidden = folded.contains(group.getKey()) && search.get().isBlank();
            if (!group.getKey().isEmpty()) {
                next.add(new ListEntry.Group(group.getKey(), group.getValue().size(), hidden));
            }
            if (!hidden) {
                group.getValue().stream()
                        .sorted(order.get().comparator())
                        .map(Found::entry)
                        .forEach(next::add);
            }
        }
        if (!next.equals(entries)) {
            entries.setAll(next);
        }
    }

    /** The line of this machine, or null where it is not shown. */
    @Nullable
    ListEntry entry(MachineRow row) {
        return shown(new ListEntry.Of(row));
    }

    /** The line of this container, or null where it is not shown. */
    @Nullable
    ListEntry entry(ContainerRow row) {
        return shown(new ListEntry.Container(row));
    }

    private @Nullable ListEntry shown(ListEntry wanted) {
        return entries.contains(wanted) ? wanted : null;
    }
}
