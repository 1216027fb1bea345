package dev.hamlet.app.machines;

import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.display.Thumbnail;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.MachineId;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Brings small pictures of what open consoles show to the rows of the list, with each beat. A guest whose console is not open
 * is not asked for one: twenty that are would take more of a window at rest than all else. Belongs to the JavaFX thread, or
 * to the one thread of the executor it was made with.
 */
public final class RowPictures implements AutoCloseable {
    /** Twice what a row has room for, for screens of twice the density. */
    private static final int WIDTH = 88;

    private static final int HEIGHT = 56;

    private final MachinesModel machines;
    private final Function<MachineId, Optional<Framebuffer>> consoles;
    private final Executor fx;
    private final Executor beat;
    private boolean closed;

    /**
     * Begins with the next beat.
     *
     * @param consoles what the open console of a machine shows, where there is one
     * @param fx runs everything that changes the rows
     * @param beat runs a look at the consoles, on the thread of {@code fx}
     */
    public RowPictures(
            MachinesModel machines, Function<MachineId, Optional<Framebuffer>> consoles, Executor fx, Executor beat) {
        this.machines = machines;
        this.consoles = consoles;
        this.fx = fx;
        this.beat = beat;
        beat.execute(this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        for (MachineRow row : machines.rows()) {
            consoles.apply(row.id())
                    .ifPresentOrElse(
                            shown -> Threads.virtual("thumbnail-" + row.id(), () -> picture(row, shown)),
                            () -> row.pictured(Optional.empty()));
        }
        beat.execute(this::look);
    }

    private void picture(MachineRow row, Framebuffer shown) {
        Optional<Thumbnail> now = shown.thumbnail(WIDTH, HEIGHT);
        fx.execute(() -> {
            // The console may have been closed meanwhile.
            if (consoles.apply(row.id()).isPresent()) {
                row.pictured(now);
            }
        });
    }

    /** Brings no more. */
    @Override
    public void close() {
        closed = true;
    }
}
