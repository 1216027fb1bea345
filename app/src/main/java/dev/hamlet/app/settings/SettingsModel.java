package dev.hamlet.app.settings;

import dev.hamlet.app.fx.ChangeQueue;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.Setting;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one machine: what it has, what its guest has, what waits for the next start; and the changes, which are
 * made at once. Belongs to the JavaFX thread, or to the one thread of the executor it was made with; needs no toolkit.
 */
public final class SettingsModel implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final String STATE = "state";
    private static final String IDLE = "idle";

    /**
     * How everything stands at one moment.
     *
     * @param machine how the machine stands
     * @param live what its guest can be given while it runs
     * @param guestMemory what the guest has now, where it tells
     * @param room what this computer has, where it tells
     * @param arguments what the guest was started with, or would be
     * @param others names of other machines by the port that they forward too
     */
    public record State(
            MachineSnapshot machine,
            Set<Setting> live,
            Optional<ByteSize> guestMemory,
            Optional<SettingsHost.Room> room,
            List<String> arguments,
            Map<PortForward, String> others) {
        /** Copies the collections. */
        public State {
            live = Set.copyOf(live);
            arguments = List.copyOf(arguments);
            others = Map.copyOf(others);
        }

        /** Whether a change of this setting acts now. */
        public boolean actsNow(Setting setting) {
            return live.contains(setting);
        }

        /** What the guest has of its settings; empty where none runs, or it is not known. */
        public Optional<MachineSpec> guest() {
            LaunchRecord launch = machine.launch();
            return launch == null ? Optional.empty() : Optional.ofNullable(launch.settings());
        }
    }

    /** What the other threads tell. */
    private sealed interface News {
        record Now(State state) implements News {}

        record Gone() implements News {}

        record Idle() implements News {}

        record Done(Section section, Optional<Problem> problem) implements News {}
    }

    private final Machine machine;
    private final Neighbours neighbours;
    private final SettingsHost host;
    private final PortInquiry ports;
    private final ChangeQueue<Section> changes;
    private final FxRelay<Object, News> relay;
    private final Threads.Repeating looking;
    private final ReadOnlyObjectWrapper<@Nullable State> state = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Map<Section, Problem>> failures = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper gone = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Section> section = new ReadOnlyObjectWrapper<>(Section.GENERAL);
    private final AtomicLong looks = new AtomicLong();
    private long lastTold;
    private boolean closed;

    /**
     * The settings of this machine, looked at from now on until the model is closed.
     *
     * @param fx runs what changes the model, {@link FxRelay#fxThread()} but in tests
     */
    public SettingsModel(Machine machine, MachineStore store, SettingsHost host, TimeSource time, Executor fx) {
        this.machine = machine;
        this.neighbours = new Neighbours(machine, store);
        this.host = host;
        this.ports = new PortInquiry(machine, neighbours, host, fx);
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(this::take));
        this.changes = new ChangeQueue<>(
                "settings-" + machine.id(), time, this::changed, () -> relay.put(IDLE, new News.Idle()));
        this.looking = Threads.repeat("settings-look", time, LOOK_EVERY, this::look);
    }

    /** The machine's name, as far as it is known. */
    public String name() {
        State now = state.get();
        return now == null ? machine.name() : now.machine().name();
    }

    /** How everything stands; null before the first look. */
    public ReadOnlyObjectProperty<@Nullable State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why the last change of a section was refused. */
    public ReadOnlyObjectProperty<Map<Section, Problem>> failuresProperty() {
        return failures.getReadOnlyProperty();
    }

    /** Finds out what the forward that is being written would meet. */
    PortInquiry ports() {
        return ports;
    }

    /** Whether a change is being made. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Whether the machine is there no longer. */
    public ReadOnlyBooleanProperty goneProperty() {
        return gone.getReadOnlyProperty();
    }

    /** Which section is shown. */
    public ReadOnlyObjectProperty<Section> sectionProperty() {
        return section.getReadOnlyProperty();
    }

    /** Shows this section. */
    public void show(Section next) {
        section.set(next);
    }

    // --- other threads

    private void look() {
        try {
            machine.refresh();
            tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() throws InterruptedException {
        long look = looks.incrementAndGet();
        MachineSnapshot snapshot = machine.snapshot();
        if (snapshot.state() == MachineState.DELETED) {
            tell(look, new News.Gone());
            return;
        }
        tell(
                look,
                new News.Now(new State(
                        snapshot,
                        machine.live(),
                        known(machine::guestMemory).orElse(Optional.empty()),
                        known(host::room),
                        known(machine::commandLine).orElse(List.of()),
                        snapshot.spec() == null
                                ? Map.of()
                                : neighbours.of(snapshot.spec().network().forwards()))));
    }

    /** A look that began earlier and took longer knows less than what has been told since. */
    private synchronized void tell(long look, News news) {
        if (look > lastTold) {
            lastTold = look;
            relay.put(STATE, news);
        }
    }

    /** Something that is asked for. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ProblemException, InterruptedException;
    }

    /** What is not known now is not shown; whatever keeps it from being known has its own place. */
    private static <T> Optional<T> known(Question<T> question) throws InterruptedException {
        try {
            return Optional.of(question.ask());
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private void changed(Section where, Optional<Problem> problem) {
        try {
            tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        relay.put(where, new News.Done(where, problem));
    }

    // --- the model's thread

    private void take(News news) {
        if (closed) {
            return;
        }
        switch (news) {
            case News.Now(State now) -> {
                state.set(now);
                busy.set(changes.isBusy());
            }
            case News.Gone _ -> gone.set(true);
            case News.Idle _ -> busy.set(changes.isBusy());
            case News.Done(Section where, Optional<Problem> problem) -> {
                failed(where, problem);
                busy.set(changes.isBusy());
            }
        }
    }

    /** Changes the machine, soon; of several that follow each other quickly with one key the last. */
    void change(Object key, Section where, Machine.Change change) {
        busy.set(true);
        changes.put(key, where, () -> machine.change(change));
    }

    /** The person has seen why a change was refused. */
    void dismiss(Section where) {
        failed(where, Optional.empty());
    }

    private void failed(Section where, Optional<Problem> why) {
        Map<Section, Problem> all = new EnumMap<>(Section.class);
        all.putAll(failures.get());
        all.remove(where);
        why.ifPresent(problem -> all.put(where, problem));
        failures.set(Map.copyOf(all));
    }

    void name(String name) {
        change("name", Section.GENERAL, spec -> spec.name(name));
    }

    void group(String group) {
        change("group", Section.GENERAL, spec -> spec.group(group));
    }

    void system(String system) {
        change("system", Section.GENERAL, spec -> spec.system(system.strip()));
    }

    /** Where what the guest writes to its serial line is kept. */
    Path serialLog() {
        return machine.folder().serialLog();
    }

    void vcpus(int count) {
        change(Setting.VCPUS, Section.RESOURCES, spec -> spec.vcpus(count));
    }

    void cpuLimit(int percent) {
        change(Setting.CPU_LIMIT, Section.RESOURCES, spec -> spec.cpuLimit(percent));
    }

    void memory(ByteSize size) {
        change(Setting.MEMORY, Section.RESOURCES, spec -> spec.memory(size));
    }

    /** Takes back what waits for the next start: the settings are again what the guest has. */
    void takeBack() {
        State now = state.get();
        if (now == null) {
            return;
        }
        Optional<MachineSpec> has = now.guest();
        List<Setting> waiting = now.machine().waiting();
        if (has.isPresent()) {
            change(new Object(), section.get(), spec -> waiting.forEach(one -> one.copy(has.get(), spec)));
        }
    }

    // --- storage

    /** Puts this CD into a drive; null leaves it empty. */
    void cd(String drive, @Nullable Path file) {
        change("cd-" + drive, Section.STORAGE, SpecChanges.cd(host, drive, file));
    }

    void addDrive() {
        change(new Object(), Section.STORAGE, SpecChanges.addDrive());
    }

    void removeDrive(String drive) {
        change(new Object(), Section.STORAGE, SpecChanges.removeDrive(drive));
    }

    void bootFromCd(boolean first) {
        change(Setting.BOOT_FROM_CD, Section.STORAGE, spec -> spec.bootFromCd(first));
    }

    void attach(Path file) {
        change(new Object(), Section.STORAGE, spec -> spec.addDisk(host.disk(file, spec.disks())));
    }

    void detach(String disk) {
        change(new Object(), Section.STORAGE, SpecChanges.detach(disk));
    }

    /** Starts from this disk before the one that stood above it. */
    void moveUp(String disk) {
        change(new Object(), Section.STORAGE, SpecChanges.moveUp(disk));
    }

    void limit(String disk, ByteSize perSecond) {
        change("limit-" + disk, Section.STORAGE, SpecChanges.limit(disk, perSecond));
    }

    // --- network

    void connected(boolean in) {
        change(
                Setting.CONNECTED,
                Section.NETWORK,
                spec -> spec.network(spec.network().withConnected(in)));
    }

    void reachesHost(boolean may) {
        change(
                Setting.REACHES_HOST,
                Section.NETWORK,
                spec -> spec.network(spec.network().withReachesHost(may)));
    }

    void addForward(PortForward forward) {
        change(new Object(), Section.NETWORK, SpecChanges.addForward(forward));
    }

    void removeForward(PortForward forward) {
        change(new Object(), Section.NETWORK, SpecChanges.removeForward(forward));
    }

    /** What the machine's file says; empty where it cannot be read. */
    Optional<MachineSpec> spec() {
        State now = state.get();
        return now == null
                ? Optional.empty()
                : Optional.ofNullable(now.machine().spec());
    }

    /** Whether the machine's guest runs. */
    boolean isLive() {
        State now = state.get();
        return now != null && now.machine().state().isLive();
    }

    @Override
    public String toString() {
        return "settings of " + Objects.toString(machine.id());
    }

    /** Ends the following of the machine; changes under way are finished. */
    @Override
    public void close() {
        closed = true;
        looking.close();
    }
}
