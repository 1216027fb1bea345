package dev.hamlet.app.details;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSnapshot;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;

/**
 * What the details stand on.
 *
 * @param machines knows which machine is selected, and gives commands
 * @param sources what else of the engine is asked
 * @param console what the open console of a machine shows, where there is one; asked on any thread
 * @param words of the window
 * @param fx runs what changes models and views
 * @param beat runs what comes again and again, together
 * @param time the clock
 * @param open opens an address or a folder outside of the window
 * @param files lets the person choose a file
 * @param tell says something to the person in passing
 */
public record DetailsContext(
        MachinesModel machines,
        DetailsSources sources,
        Function<MachineId, Optional<Framebuffer>> console,
        Messages words,
        Executor fx,
        Executor beat,
        TimeSource time,
        Consumer<URI> open,
        FileChoice files,
        Consumer<Phrase> tell) {

    /** How the selected machine stands; null where none is selected. */
    ObservableValue<MachineSnapshot> snapshot() {
        return machines.selectedProperty().flatMap(MachineRow::snapshotProperty);
    }

    /** The selected machine while it has a guest that can be asked; null otherwise. */
    ObservableValue<Machine> live() {
        return machines.selectedProperty()
                .flatMap(row -> row.snapshotProperty()
                        .map(snapshot ->
                                hasGuest(snapshot) ? machines.machine(row).orElse(null) : null));
    }

    /** Goes where a fact leads. */
    void follow(MachineFacts.Link link) {
        FactsCard.follow(link, open, tell);
    }

    static boolean hasGuest(MachineSnapshot machine) {
        return switch (machine.state()) {
            case RUNNING, PAUSED, STOPPING -> true;
            case STOPPED, STARTING, UNREADABLE, DELETED -> false;
        };
    }
}
