package dev.hamlet.app.machines;

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

        private Comparator<MachineRow> comparator() {
            return switch (this) {
                case NAME -> BY_NAME;
                case STATE ->
                    Comparator.<MachineRow>comparingInt(row -> row.face().look().rank())
                            .thenComparing(BY_NAME);
                case MEMORY ->
                    Comparator.comparingLong(MachineListing::memory).reversed().thenComparing(BY_NAME);
                case NEWEST ->
                    Comparator.<MachineRow, Instant>comparing(
                                    row -> row.snapshot().since())
                            .reversed()
                            .thenComparing(BY_NAME);
            };
        }
    }

    private static final Comparator<MachineRow> BY_NAME =
            Comparator.comparing(MachineRow::plainName).thenComparing(MachineRow::id);

    private final List<MachineRow> rows;
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

    private static long memory(MachineRow row) {
        var memory = row.face().memory();
        return memory == null ? 0 : memory.bytes();
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

    /** The machines have changed: shows them as they are now. */
    void refresh() {
        List<String> words = List.of(MachineRow.plain(search.get()).strip().split("\\s+"));
        Map<String, List<MachineRow>> found = new HashMap<>();
        for (MachineRow row : rows) {
            if (words.stream().allMatch(row.searched()::contains)) {
                found.computeIfAbsent(row.group(), name -> new ArrayList<>()).add(row);
            }
        }
        Map<String, List<MachineRow>> groups =
                new TreeMap<>(Comparator.comparing(MachineRow::plain).thenComparing(Comparator.naturalOrder()));
        groups.putAll(found);
        List<ListEntry> next = new ArrayList<>();
        for (Map.Entry<String, List<MachineRow>> group : groups.entrySet()) {
            // What is searched for is never hidden.
            boolean hidden = folded.contains(group.getKey()) && search.get().isBlank();
            if (!group.getKey().isEmpty()) {
                next.add(new ListEntry.Group(group.getKey(), group.getValue().size(), hidden));
            }
            if (!hidden) {
                group.getValue().stream()
                        .sorted(order.get().comparator())
                        .map(ListEntry.Of::new)
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
        ListEntry wanted = new ListEntry.Of(row);
        return entries.contains(wanted) ? wanted : null;
    }
}
