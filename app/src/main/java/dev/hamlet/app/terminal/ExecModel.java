package dev.hamlet.app.terminal;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal in one container: a shell that is begun there, or the container's own program. Belongs to the JavaFX thread, or
 * to the one thread of the executor it was made with; needs no toolkit.
 */
final class ExecModel implements TerminalPeer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecModel.class);
    private static final int HISTORY = 10_000;
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    /** The most comfortable shell that the image has. */
    private static final List<String> SHELL =
            List.of("sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash; exec sh");

    /** What is at the other end. */
    enum Seat {
        /** A shell of its own. */
        SHELL,
        /** The container's program. */
        PROGRAM
    }

    /** How the terminal stands. */
    sealed interface Stand {
        /** Nothing was begun. */
        record Idle() implements Stand {}

        /** It is about to open. */
        record Opening() implements Stand {}

        /** Keys go to the program. */
        record Open(Seat seat) implements Stand {}

        /** The program has ended; nobody saw how where the code is missing. */
        record Ended(OptionalInt code) implements Stand {}

        /** It could not be opened, or was lost. */
        record Failed(Problem why) implements Stand {}
    }

    private final ContainerEngine engine;
    private final ContainerId id;
    private final Emulation emulation;
    private final FxRelay<String, Stand> relay;
    private final ReadOnlyObjectWrapper<Stand> stand = new ReadOnlyObjectWrapper<>(new Stand.Idle());
    private final AtomicReference<@Nullable Outbox> outbox = new AtomicReference<>();
    private volatile Runnable changed = () -> {};
    private volatile boolean closed;
    private volatile int columns = COLUMNS;
    private volatile int rows = ROWS;

    /**
     * A terminal in which nothing runs yet.
     *
     * @param fx runs everything that changes the model
     */
    ExecModel(ContainerEngine engine, ContainerId id, Executor fx) {
        this.engine = engine;
        this.id = id;
        this.emulation = new Emulation(COLUMNS, ROWS, HISTORY, () -> changed.run(), this::send);
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(stand::set));
    }

    /** Begins what is to be at the other end; nothing happens where something is. */
    void open(Seat seat) {
        if (stand.get() instanceof Stand.Open || stand.get() instanceof Stand.Opening) {
            return;
        }
        stand.set(new Stand.Opening());
        // Reading a pipe holds a carrier thread.
        Threads.platform("container-terminal", () -> relay.put("stand", run(seat)));
    }

    private Stand run(Seat seat) {
        ExecSpec shell = new ExecSpec(SHELL, "", "", List.of("TERM=xterm-256color"), true, true, columns, rows);
        try (ContainerStream stream = seat == Seat.SHELL ? engine.exec(id.value(), shell) : engine.attach(id.value());
                Outbox out = new Outbox(id.shortened(), stream)) {
            outbox.set(out);
            if (closed) {
                return new Stand.Idle();
            }
            emulation.reset();
            if (seat == Seat.PROGRAM || columns != shell.columns() || rows != shell.rows()) {
                stream.resize(columns, rows);
            }
            relay.put("stand", new Stand.Open(seat));
            emulation.run(stream.output());
            return new Stand.Ended(closed ? OptionalInt.empty() : stream.await());
        } catch (ProblemException e) {
            return new Stand.Failed(e.problem());
        } catch (IOException e) {
            LOG.debug("a terminal of a container was lost", e);
            return e.getCause() instanceof ProblemException why
                    ? new Stand.Failed(why.problem())
                    : new Stand.Ended(OptionalInt.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Stand.Idle();
        } finally {
            outbox.set(null);
        }
    }

    /** How the terminal stands. */
    ReadOnlyObjectProperty<Stand> standProperty() {
        return stand.getReadOnlyProperty();
    }

    /** From now on this is called whenever there is something new on the screen, on any thread and often. */
    void whenChanged(Runnable news) {
        changed = news;
    }

    /** The screen. */
    Emulation emulation() {
        return emulation;
    }

    @Override
    public void send(byte[] bytes) {
        Outbox now = outbox.get();
        if (now != null && !now.send(bytes)) {
            LOG.debug("a program in a container does not read what is typed");
        }
    }

    @Override
    public void resized(int nowColumns, int nowRows) {
        columns = nowColumns;
        rows = nowRows;
        Outbox now = outbox.get();
        if (now != null) {
            now.resize(nowColumns, nowRows);
        }
    }

    /** Lets go: a shell is hung up on, the container's own program goes on. */
    @Override
    public void close() {
        closed = true;
        Outbox now = outbox.get();
        if (now != null) {
            now.close();
        }
    }
}
