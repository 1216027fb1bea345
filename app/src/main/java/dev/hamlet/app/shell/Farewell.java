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

    private boolean begun;
    private boolean over;

    /** Whether containers are being looked at for it. */
    private boolean judging;

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
        begun = true;
        over = false;
        tell.accept(Phrase.of("window.quit.under-way"));
    }

    /**
     * A second has passed. Once all work is over the containers are looked at anew before anything is said of them: a look
     * at many of them takes more than a second.
     */
    void tick() {
        if (!begun
                || judging
                || !stops.stream().allMatch(job -> job.snapshot().state().isOver())) {
            return;
        }
        judging = true;
        containers.lookThen(seen -> {
            judging = false;
            if (seen) {
                judge();
            }
        });
    }

    private void judge() {
        if (machines.live() == 0 && containers.active() == 0) {
            close.run();
        } else if (over) {
            begun = false;
            stops = List.of();
            tell.accept(Phrase.of("window.quit.stays"));
        } else {
            // What the end of a guest came to is heard of a moment after it: the window has until the next second.
            over = true;
        }
    }
}
