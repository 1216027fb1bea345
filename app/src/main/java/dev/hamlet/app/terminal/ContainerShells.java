package dev.hamlet.app.terminal;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What runs in terminals of containers, one in each: it goes on while another container is selected, and while the window is
 * made anew in another language. Belongs to the JavaFX thread, or to the one thread of its executor.
 */
public final class ContainerShells implements AutoCloseable {
    private final ContainerEngine engine;
    private final Executor fx;
    private final Map<ContainerId, ExecModel> open = new HashMap<>();

    /**
     * No terminal yet.
     *
     * @param fx the JavaFX thread
     */
    public ContainerShells(ContainerEngine engine, Executor fx) {
        this.engine = engine;
        this.fx = fx;
    }

    /** The terminal in this container, in which nothing may run yet. */
    ExecModel of(ContainerId id) {
        return open.computeIfAbsent(id, fresh -> new ExecModel(engine, fresh, fx));
    }

    /** The container is gone, and its terminal with it. */
    public void forget(ContainerId id) {
        ExecModel gone = open.remove(id);
        if (gone != null) {
            gone.close();
        }
    }

    /** Lets go of all: shells are hung up on, the containers' own programs go on. */
    @Override
    public void close() {
        List.copyOf(open.keySet()).forEach(this::forget);
    }
}
