package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the list shows of which machines, in which order. */
class MachineListingTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final List<MachineRow> rows = new ArrayList<>();
    private final MachineListing listing = new MachineListing(rows);

    private MachineRow add(String name, String group, MachineState state, int mebibytes, int age)
            throws ProblemException {
        MachineSpec spec = MachineSpec.named(name)
                .group(group)
                .system("debian-12")
                .memory(ByteSize.ofMebibytes(mebibytes))
                .build();
        MachineRow row = new MachineRow(
                new MachineSnapshot(spec.id(), name, state, NOW.minusSeconds(age), spec, null, null, List.of()));
        rows.add(row);
        listing.refresh();
        return row;
    }

    private List<String> shown() {
        return listing.entries().stream()
                .map(entry -> switch (entry) {
                    case ListEntry.Group group -> (group.folded() ? "+" : "-") + group.name() + " " + group.count();
                    case ListEntry.Of(MachineRow row) -> row.face().name();
                    case ListEntry.Container(var container) -> container.face().name();
                })
                .toList();
    }

    @Test
    void machinesOfNoGroupComeFirstAndGroupsByName() throws Exception {
        add("web", "Lab", MachineState.STOPPED, 512, 1);
        add("alpha", "", MachineState.STOPPED, 512, 1);
        add("desk", "Everyday", MachineState.STOPPED, 512, 1);
        add("api", "Lab", MachineState.STOPPED, 512, 1);
        assertEquals(List.of("alpha", "-Everyday 1", "desk", "-Lab 2", "api", "web"), shown());
        assertEquals(List.of("Everyday", "Lab"), listing.groups());
    }

    @Test
    void aFoldedGroupKeepsItsHeadAndItsCount() throws Exception {
        add("web", "Lab", MachineState.STOPPED, 512, 1);
        listing.fold("Lab");
        assertEquals(List.of("+Lab 1"), shown());
        listing.fold("Lab");
        assertEquals(List.of("-Lab 1", "web"), shown());
    }

    @Test
    void aSearchFindsWordsInAnyOrderWithoutCaseAndAccents() throws Exception {
        add("Müllers Büro", "", MachineState.STOPPED, 512, 1);
        add("web", "Lab", MachineState.STOPPED, 512, 1);
        listing.searchProperty().set("buro MULLER");
        assertEquals(List.of("Müllers Büro"), shown());
        listing.searchProperty().set("lab");
        assertEquals(List.of("-Lab 1", "web"), shown());
        listing.searchProperty().set("debian");
        assertEquals(3, shown().size());
        listing.searchProperty().set("nothing such");
        assertEquals(List.of(), shown());
    }

    @Test
    void whatIsSearchedForIsNeverHiddenInAFoldedGroup() throws Exception {
        add("web", "Lab", MachineState.STOPPED, 512, 1);
        listing.fold("Lab");
        listing.searchProperty().set("web");
        assertEquals(List.of("-Lab 1", "web"), shown());
        listing.searchProperty().set("");
        assertEquals(List.of("+Lab 1"), shown());
    }

    @Test
    void theOrdersAreByNameStateMemoryAndLatestChange() throws Exception {
        add("b", "", MachineState.STOPPED, 2048, 5);
        add("C", "", MachineState.RUNNING, 512, 60);
        add("a", "", MachineState.PAUSED, 1024, 1);
        assertEquals(List.of("a", "b", "C"), shown());
        listing.orderProperty().set(MachineListing.Order.STATE);
        assertEquals(List.of("C", "a", "b"), shown());
        listing.orderProperty().set(MachineListing.Order.MEMORY);
        assertEquals(List.of("b", "a", "C"), shown());
        listing.orderProperty().set(MachineListing.Order.NEWEST);
        assertEquals(List.of("a", "b", "C"), shown());
    }

    @Test
    void whatStaysTheSameTellsNobody() throws Exception {
        MachineRow web = add("web", "", MachineState.STOPPED, 512, 1);
        List<Object> changes = new ArrayList<>();
        listing.entries().addListener((javafx.collections.ListChangeListener<ListEntry>) changes::add);
        listing.refresh();
        assertEquals(List.of(), changes);
        assertSame(web, listing.shown().getFirst());
    }
}
