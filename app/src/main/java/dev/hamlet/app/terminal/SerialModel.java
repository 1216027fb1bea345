package dev.hamlet.app.terminal;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A terminal at the serial line of one machine: connects when the guest runs, shows what the line said before, and connects
 * again by itself when the guest does. A line that another reader has, or took, is taken when a person says so. Belongs to
 * the JavaFX thread, or to the one thread of the executor it was made with; needs no toolkit.
 */
final class SerialModel implements AutoCloseable {
    private static final Duration SOON = Duration.ofMillis(250);
    private static final Duration LATER = Duration.ofSeconds(1);

    /** A guest that ends closes its line a moment before. */
    private static final Duration END = Duration.ofMillis(700);

    /** As long as a long day of a guest's; about 10 MB at the most usual. */
    private static final int HISTORY = 10_000;

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    /** How the line stands. */
    enum Stand {
        OFF,
        STARTING,
        CONNECTING,
        /** It is read here. */
        OPEN,
        /** Another reader has it. */
        HELD,
        /** Another reader took it. */
        MOVED,
        /** It could not be had; it is tried again. */
        LOST,
        /** There is no such machine any more. */
        GONE
    }

    /** Why the last that a person typed or pasted was not sent. */
    enum Refusal {
        /** It is more than is kept for a guest that does not read. */
        TOO_LONG,
        /** The guest has not read what was typed before. */
        NOT_READ
    }

    /**
     * How the terminal stands.
     *
     * @param name the machine's name
     * @param problem why the line is not to be had, or the machine could not be started; or null
     * @param refusal why what was typed or pasted last was not sent; or null
     */
    record State(
            String name,
            Stand stand,
            @Nullable Problem problem,
            @Nullable Refusal refusal) {}

    private final Machine machine;
    private final Emulation emulation;
    private final EarlierOutput earlier;
    private final FxRelay<String, State> relay;
    private final ReadOnlyObjectWrapper<State> state;
    private final AtomicReference<@Nullable SerialConnection> line = new AtomicReference<>();

    /** What a person has to say first, or null. */
    private volatile @Nullable Stand waiting;

    private volatile @Nullable Problem problem;
    private volatile @Nullable Problem notStarted;
    private volatile @Nullable Refusal refusal;
    private volatile boolean take;
    private volatile boolean closed;
    private boolean usedBefore;
    private final Threads.Repeating looking;

    /**
     * A terminal that begins to look for its guest.
     *
     * @param fx runs what changes the model, {@link FxRelay#fxThread()} but in tests
     * @param changed is called whenever there is something new on the screen, on any thread and often
     */
    SerialModel(Machine machine, TimeSource time, Executor fx, Runnable changed) {
        this.machine = machine;
        this.emulation = new Emulation(COLUMNS, ROWS, HISTORY, changed, this::answer);
        this.earlier = new EarlierOutput(machine.folder().serialLog());
        MachineSnapshot now = machine.snapshot();
        this.state = new ReadOnlyObjectWrapper<>(new State(now.name(), withoutLine(now), null, null));
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(this::show));
        this.looking =
                Threads.repeat("serial-" + machine.id(), time, () -> line.get() == null ? SOON : LATER, this::look);
    }

    private void show(State now) {
        if (!now.equals(state.get())) {
            state.set(now);
        }
    }

    private static Stand withoutLine(MachineSnapshot machine) {
        return switch (machine.state()) {
            case STOPPED, UNREADABLE -> Stand.OFF;
            case STARTING -> Stand.STARTING;
            case RUNNING, PAUSED, STOPPING -> Stand.CONNECTING;
            case DELETED -> Stand.GONE;
        };
    }

    /** On the looking thread. */
    private void look() {
        boolean runs = withoutLine(machine.snapshot()) == Stand.CONNECTING;
        if (!runs) {
            waiting = null;
        } else if (line.get() == null && waiting == null && !closed) {
            connect();
        }
        tell();
    }

    private void connect() {
        try {
            RunningGuest guest = machine.guest("console");
            earlier.note();
            RunningGuest.SerialLine serial = guest.serial(take);
            take = false;
            problem = null;
            refusal = null;
            if (usedBefore) {
                emulation.reset();
            }
            usedBefore = true;
            SerialConnection fresh = new SerialConnection(machine.name(), serial);
            line.set(fresh);
            if (closed) {
                fresh.close();
            }
            Threads.virtual("serial-line-" + machine.id(), () -> read(fresh, guest));
        } catch (ProblemException e) {
            // A guest that has just ended is told otherwise.
            problem = e.problem() instanceof MachineProblem.WrongState ? null : e.problem();
            waiting = e.problem() instanceof MachineProblem.SerialHeld ? Stand.HELD : null;
            take = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(SerialConnection from, RunningGuest guest) {
        try (from) {
            tell();
            try {
                earlier.show(emulation);
                from.show(emulation, earlier);
            } finally {
                earlier.remember();
            }
            if (!closed && guest.awaitEnd(END).isEmpty()) {
                waiting = Stand.MOVED;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            line.compareAndSet(from, null);
            tell();
        }
    }

    private void tell() {
        MachineSnapshot now = machine.snapshot();
        Stand stand = withoutLine(now);
        Problem why = null;
        if (stand == Stand.OFF) {
            why = notStarted;
        } else if (stand == Stand.CONNECTING && line.get() != null) {
            stand = Stand.OPEN;
        } else if (stand == Stand.CONNECTING && waiting != null) {
            stand = waiting;
            why = waiting == Stand.HELD ? problem : null;
        } else if (stand == Stand.CONNECTING && problem != null) {
            stand = Stand.LOST;
            why = problem;
        }
        relay.put("state", new State(now.name(), stand, why, stand == Stand.OPEN ? refusal : null));
    }

    /** How the terminal stands. */
    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The screen. */
    Emulation emulation() {
        return emulation;
    }

    /** Sends the guest what was typed or pasted, if there is one; does not wait. What cannot be sent is told of. */
    void send(byte[] bytes) {
        SerialConnection now = line.get();
        if (now != null) {
            Refusal before = refusal;
            refusal =
                    bytes.length > SerialConnection.MOST ? Refusal.TOO_LONG : now.send(bytes) ? null : Refusal.NOT_READ;
            if (refusal != before) {
                tell();
            }
        }
    }

    private void answer(byte[] bytes) {
        SerialConnection now = line.get();
        if (now != null) {
            now.answer(bytes);
        }
    }

    /** Takes the line from whoever has it. */
    void take() {
        take = true;
        waiting = null;
    }

    /** Starts the machine; why that failed is then the problem of its state. */
    void start() {
        Job<?> job = machine.start(StartOptions.CAREFUL);
        notStarted = null;
        Threads.virtual("serial-start-" + machine.id(), () -> {
            try {
                job.await();
            } catch (ProblemException e) {
                notStarted = e.problem();
                tell();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Lets go of the line; the guest runs on. */
    @Override
    public void close() {
        closed = true;
        looking.close();
        SerialConnection now = line.get();
        if (now != null) {
            now.close();
        }
    }
}
