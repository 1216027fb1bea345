package dev.hamlet.app.console;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.display.Cursor;
import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.DisplayProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console of one machine: connects when the guest answers, says how it stands until then, and connects again by itself
 * when the line is lost. Belongs to the JavaFX thread, or to the one thread of the executor it was made with; needs no
 * toolkit.
 */
final class ConsoleModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleModel.class);

    /** How soon a guest that has come to be is noticed, and how long a lost line rests. */
    private static final Duration SOON = Duration.ofMillis(250);

    private static final Duration LATER = Duration.ofSeconds(1);

    /** What is to be seen. */
    enum Stand {
        OFF,
        STARTING,
        /** The guest runs, and has not shown anything yet. */
        CONNECTING,
        SHOWN,
        /** The line was lost, and is tried again. */
        LOST,
        /** There is no such machine any more. */
        GONE
    }

    /**
     * How the console stands.
     *
     * @param name the machine's name
     * @param machine how the machine stands
     * @param stand what is to be seen
     * @param problem why the line is lost, or the machine could not be started; or null
     * @param size of the guest's screen; 0 before the first picture
     */
    record State(
            String name,
            MachineSnapshot machine,
            Stand stand,
            @Nullable Problem problem,
            Framebuffer.Size size) {}

    /**
     * What the guest's keyboard, pointer and clipboard are like.
     *
     * @param sharesText whether an agent in the guest shares its clipboard, as far as was last asked or told
     */
    record Devices(
            DisplayEvent.LedsChanged leds,
            DisplayEvent.PointerMode pointer,
            DisplayEvent.Features features,
            boolean sharesText) {
        static final Devices UNKNOWN = new Devices(
                new DisplayEvent.LedsChanged(false, false, false),
                DisplayEvent.PointerMode.ABSOLUTE,
                new DisplayEvent.Features(false, false, false),
                false);

        private Devices leds(DisplayEvent.LedsChanged now) {
            return new Devices(now, pointer, features, sharesText);
        }

        private Devices pointer(DisplayEvent.PointerMode now) {
            return new Devices(leds, now, features, sharesText);
        }

        private Devices features(DisplayEvent.Features now) {
            return new Devices(leds, pointer, now, sharesText);
        }

        private Devices sharing(boolean now) {
            return new Devices(leds, pointer, features, now);
        }
    }

    private enum Part {
        STATE,
        SESSION,
        DEVICES,
        CURSOR,
        CLIPBOARD
    }

    private final Machine machine;
    private final Runnable painted;
    private final FxRelay<Part, Runnable> relay;
    private final Threads.Repeating looking;
    private final ReadOnlyObjectWrapper<State> state;
    private final ReadOnlyObjectWrapper<@Nullable DisplaySession> session = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Devices> devices = new ReadOnlyObjectWrapper<>(Devices.UNKNOWN);
    private final ReadOnlyObjectWrapper<Optional<Cursor>> cursor = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<String> guestText = new ReadOnlyObjectWrapper<>("");

    /** The line that is open, or being opened. */
    private final AtomicReference<@Nullable Line> line = new AtomicReference<>();

    /** Why the last line was lost, until another one shows something. */
    private volatile @Nullable Problem lost;

    /** Why the machine could not be started from here. */
    private volatile @Nullable Problem notStarted;

    private volatile boolean closed;

    /**
     * A console that begins to look for its guest.
     *
     * @param painted is called whenever there are new pixels, on any thread and very often
     * @param fx runs what changes the model, {@link FxRelay#fxThread()} but in tests
     */
    ConsoleModel(Machine machine, TimeSource time, Executor fx, Runnable painted) {
        this.machine = machine;
        this.painted = painted;
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(Runnable::run));
        MachineSnapshot now = machine.snapshot();
        this.state = new ReadOnlyObjectWrapper<>(
                new State(now.name(), now, withoutLine(now), null, new Framebuffer.Size(0, 0)));
        this.looking = Threads.repeat("console-" + machine.id(), time, this::pause, this::look);
    }

    private Duration pause() {
        Line now = line.get();
        return now != null || machine.snapshot().state().isLive() ? LATER : SOON;
    }

    /** What is to be seen of a machine that there is no line to. */
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
        MachineSnapshot now = machine.snapshot();
        Line open = line.get();
        if (open == null && withoutLine(now) == Stand.CONNECTING) {
            connect();
        } else if (open != null && withoutLine(now) != Stand.CONNECTING) {
            open.end();
        }
        tell(now);
    }

    private void connect() {
        Line fresh = new Line();
        line.set(fresh);
        try {
            fresh.opened(machine.guest("console").display(fresh));
        } catch (ProblemException e) {
            // A guest that has just ended is told otherwise.
            fresh.lost(e.problem() instanceof MachineProblem.WrongState ? null : e.problem());
        } catch (InterruptedException e) {
            fresh.lost(null);
            Thread.currentThread().interrupt();
        }
    }

    private void tell(MachineSnapshot now) {
        Line open = line.get();
        relay.put(Part.STATE, () -> show(now, open));
    }

    private void show(MachineSnapshot now, @Nullable Line open) {
        Stand stand = withoutLine(now);
        State before = state.get();
        Framebuffer.Size size = open == null ? new Framebuffer.Size(0, 0) : open.size;
        Problem problem = lost;
        if (stand != Stand.CONNECTING) {
            problem = stand == Stand.OFF ? notStarted : null;
        } else if (open != null && size.width() > 0) {
            stand = Stand.SHOWN;
            problem = null;
        } else if (problem != null) {
            stand = Stand.LOST;
        }
        State next = new State(now.name(), now, stand, problem, size);
        if (!next.equals(before)) {
            state.set(next);
        }
    }

    /** One connection to the guest's display. */
    private final class Line implements DisplayListener {
        private volatile Framebuffer.Size size = new Framebuffer.Size(0, 0);
        private volatile @Nullable DisplaySession display;
        private Devices known = Devices.UNKNOWN;

        private void opened(DisplaySession now) {
            display = now;
            if (closed || line.get() != this) {
                now.close();
            }
            tellSession();
        }

        private void tellSession() {
            relay.put(Part.SESSION, () -> session.set(line.get() == this && size.width() > 0 ? display : null));
        }

        /** Ends it from here. */
        private void end() {
            DisplaySession now = display;
            if (now != null) {
                now.close();
            }
        }

        private void lost(@Nullable Problem why) {
            if (line.get() == this) {
                // Before there can be another line, whose own news come after these.
                lost = why;
                relay.put(Part.DEVICES, () -> devices.set(Devices.UNKNOWN));
                relay.put(Part.CURSOR, () -> cursor.set(Optional.empty()));
                relay.put(Part.SESSION, () -> session.set(null));
                boolean _ = line.compareAndSet(this, null);
                tell(machine.snapshot());
            }
        }

        @Override
        public void painted() {
            painted.run();
        }

        @Override
        public void happened(DisplayEvent event) {
            switch (event) {
                case DisplayEvent.Resized(Framebuffer.Size now) -> {
                    size = now;
                    lost = null;
                    tellSession();
                    tell(machine.snapshot());
                }
                case DisplayEvent.LedsChanged leds -> devices(known -> known.leds(leds));
                case DisplayEvent.PointerModeChanged(DisplayEvent.PointerMode mode) ->
                    devices(known -> known.pointer(mode));
                case DisplayEvent.FeaturesChanged(DisplayEvent.Features features) ->
                    devices(known -> known.features(features));
                case DisplayEvent.CursorChanged(Cursor now) ->
                    relay.put(Part.CURSOR, () -> cursor.set(Optional.of(now)));
                case DisplayEvent.ClipboardOffered(boolean text) -> {
                    DisplaySession now = display;
                    if (text && now != null) {
                        devices(known -> known.sharing(true));
                        now.requestClipboard();
                    }
                }
                case DisplayEvent.ClipboardReceived(String text) -> {
                    devices(known -> known.sharing(true));
                    relay.put(Part.CLIPBOARD, () -> {
                        // The same text copied again is news: the clipboard here may have another one by now.
                        guestText.set("");
                        guestText.set(text);
                    });
                }
                case DisplayEvent.SizeAnswered _, DisplayEvent.Bell _ -> {
                    // What comes of a wish for a size is seen; a bell is not.
                }
                case DisplayEvent.Ended(Optional<DisplayProblem> problem) -> lost(problem.orElse(null));
            }
        }

        /** Both the session's thread and those that ask for an agent tell of them. */
        private synchronized void devices(UnaryOperator<Devices> change) {
            Devices now = change.apply(known);
            known = now;
            if (line.get() == this) {
                relay.put(Part.DEVICES, () -> devices.set(now));
            }
        }

        private void lookForAgent() {
            try {
                boolean shares = machine.guest("console").sharesClipboard();
                devices(before -> before.sharing(shares));
            } catch (ProblemException e) {
                LOG.debug("{}: whether it shares its clipboard is not known", machine.id(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How the console stands. */
    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The line to the guest's display, or null. */
    ReadOnlyObjectProperty<@Nullable DisplaySession> sessionProperty() {
        return session.getReadOnlyProperty();
    }

    /** What the guest shows, if there is a line to it. Any thread may ask. */
    Optional<Framebuffer> framebuffer() {
        Line open = line.get();
        DisplaySession now = open == null || open.size.width() == 0 ? null : open.display;
        return Optional.ofNullable(now).map(DisplaySession::framebuffer);
    }

    /** The guest's keyboard and pointer. */
    ReadOnlyObjectProperty<Devices> devicesProperty() {
        return devices.getReadOnlyProperty();
    }

    /** How the guest's pointer looks, as soon as it told. */
    ReadOnlyObjectProperty<Optional<Cursor>> cursorProperty() {
        return cursor.getReadOnlyProperty();
    }

    /** The last text that came from the guest's clipboard. */
    ReadOnlyObjectProperty<String> guestTextProperty() {
        return guestText.getReadOnlyProperty();
    }

    /** Asks whether an agent in the guest shares its clipboard now: it comes and goes with a person's login there. */
    void lookForAgent() {
        Line open = line.get();
        if (open != null) {
            Threads.virtual("console-agent-" + machine.id(), open::lookForAgent);
        }
    }

    /** Starts the machine; why that failed is then the problem of its state. */
    void start() {
        Job<?> job = machine.start(StartOptions.CAREFUL);
        notStarted = null;
        Threads.virtual("console-start-" + machine.id(), () -> {
            try {
                job.await();
            } catch (ProblemException e) {
                notStarted = e.problem();
                tell(machine.snapshot());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The machine. */
    Machine machine() {
        return machine;
    }

    /** Lets go of the guest, which runs on. */
    @Override
    public void close() {
        closed = true;
        looking.close();
        Line open = line.getAndSet(null);
        if (open != null) {
            open.end();
        }
    }
}
