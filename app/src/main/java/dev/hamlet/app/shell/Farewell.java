package dev.hamlet.app.shell;

import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The end of Hamlet with the guests' and the containers': the window closes when the last of them has ended. A guest that does not obey keeps
 * it open for good: it must not close when nobody expects it any more. Belongs to the JavaFX thread.
 */
final class Farewell {
    private final MachinesModel machines;
    private final ContainersModel containers;
    private final Consumer<Phrase> tell;
    private final Runnable close;
    /** The guests' ends that are waited for. */
    private List<Job<?>> stops = List.of();

    private boolean over;

    /**
     * No end yet.
     *
     * @param tell says something in passing
     * @param close closes the window
     */
    Farewell(MachinesModel machines, ContainersModel containers, Consumer<Phrase> tell, Runnable close) {
        this.machines = machines;
        this.containers = containers;
        this.tell = tell;
        this.close = close;
    }

    /** Asks all guests to shut down, and stops all containers. */
    void begin() {
        stops = Stream.concat(machines.stopAll().stream(), containers.stopAll().stream())
                .toList();
        over = false;
        tell.accept(Phrase.of("window.quit.under-way"));
    }

    /** A second has passed. */
    void tick() {
        if (stops.isEmpty()) {
            return;
        }
        if (machines.live() == 0 && containers.active() == 0) {
            close.run();
        } else if (stops.stream().allMatch(job -> job.snapshot().state().isOver())) {
            // What the work came to is heard of a moment after its end: the window has until the next second.
            if (over) {
                stops = List.of();
                tell.accept(Phrase.of("window.quit.stays"));
            }
            over = true;
        }
    }
}
