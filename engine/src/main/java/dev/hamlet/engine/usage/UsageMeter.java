package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures every running guest and the host once a second, for as long as somebody listens; nothing is read otherwise. The
 * history of a machine is kept in its folder, written by the process that has the guest's events at most once a minute,
 * when the guest has ended, and when nobody listens any more. Safe for use by many threads.
 */
public final class UsageMeter implements AutoCloseable {
    /** How often is measured. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private final MachineStore machines;
    private final TimeSource time;
    private final UsageRounds rounds;
    private final List<Consumer<UsageEvent>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Running running;

    /** What goes on while somebody listens. */
    private record Running(Jobs.Listening events, Threads.Repeating rounds) {}

    /**
     * A meter that rests.
     *
     * @param machines whose guests are measured
     * @param source where their figures come from
     * @param capacity where the host's memory is read
     * @param time the clock
     */
    public UsageMeter(
            HamletPaths paths, MachineStore machines, UsageSource source, HostCapacity capacity, TimeSource time) {
        this(paths, machines, source, capacity, time, List::of);
    }

    /** @param others tells what else was promised of the host's memory; asked at each round */
    public UsageMeter(
            HamletPaths paths,
            MachineStore machines,
            UsageSource source,
            HostCapacity capacity,
            TimeSource time,
            Supplier<List<Promise>> others) {
        this.machines = machines;
        this.time = time;
        HostSampler host = new HostSampler(
                capacity,
                Path.of("/proc/stat"),
                () -> paths.folders().machines().forNew());
        this.rounds = new UsageRounds(machines, source, host, time, others, this::tell);
    }

    /**
     * Calls the listener for every sample, until the answer is closed. The first listener lets the measuring begin, the
     * last one that goes ends it. It must not block.
     */
    public synchronized Jobs.Listening listen(Consumer<UsageEvent> listener) {
        listeners.add(listener);
        if (running == null) {
            rounds.forget();
            Jobs.Listening events = machines.listen(rounds::heard);
            rounds.begin();
            running = new Running(events, Threads.repeat("usage", time, INTERVAL, rounds::round));
        }
        return () -> leave(listener);
    }

    private synchronized void leave(Consumer<UsageEvent> listener) {
        if (listeners.remove(listener) && listeners.isEmpty()) {
            stop();
            // On another thread: who leaves may be a window, which must not wait for a disk.
            Threads.virtual("usage-rest", this::restIfAlone);
        }
    }

    private void restIfAlone() {
        synchronized (this) {
            if (running != null) {
                return;
            }
        }
        // Without the lock, which a listener in a round may want. Whoever listens by now has the kept history.
        rounds.rest();
    }

    private void stop() {
        Running now = running;
        running = null;
        if (now != null) {
            now.events().close();
            now.rounds().close();
        }
    }

    private void tell(UsageEvent event) {
        for (Consumer<UsageEvent> listener : listeners) {
            listener.accept(event);
        }
    }

    /**
     * What this machine has used in the last minute, hour and day. Reads the machine's folder where its guest is not being
     * measured, so it is not for a thread that draws; a machine of which nothing is known has a history of gaps.
     */
    public UsageHistory history(MachineId id) {
        return rounds.history(id, new UsageFile(machines.folder(id)));
    }

    /** Ends all listening and writes the histories down. */
    @Override
    public void close() {
        synchronized (this) {
            listeners.clear();
            stop();
        }
        rounds.rest();
    }
}
