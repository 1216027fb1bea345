package dev.hamlet.engine.usage;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures running containers once a second, for as long as somebody listens; nothing is read otherwise. Which run it is
 * told by whoever looks at them. The history of a container is kept in its folder, written at most once a minute, when it
 * has ended, and when nobody listens any more. Safe for use by many threads.
 */
public final class ContainerMeter implements AutoCloseable {
    private final Path folders;
    private final Function<ContainerSnapshot, Optional<ContainerUsage>> source;
    private final TimeSource time;
    private final UsageClock clock;
    private final List<Consumer<ContainerUsageEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<ContainerId, ContainerSampler> samplers = new ConcurrentHashMap<>();
    private volatile List<ContainerSnapshot> live = List.of();

    /** Held by a round, so that none is under way when all is said to be written. */
    private final Object round = new Object();

    private Threads.@Nullable Repeating rounds;

    /**
     * A meter that rests.
     *
     * @param folders of the containers, called like their ids
     * @param source reads what a container uses; empty for one that has ended
     * @param time the clock
     */
    public ContainerMeter(Path folders, Function<ContainerSnapshot, Optional<ContainerUsage>> source, TimeSource time) {
        this.folders = folders;
        this.source = source;
        this.time = time;
        this.clock = new UsageClock(time);
    }

    private UsageFile file(ContainerId id) {
        Path folder = folders.resolve(id.value());
        return new UsageFile(folder.resolve("usage.json"), folder.resolve("container.json"));
    }

    /** From now on those of these that run are measured. */
    public void follow(List<ContainerSnapshot> containers) {
        live = containers.stream().filter(one -> one.state().isLive()).toList();
    }

    /**
     * Calls the listener for every sample, until the answer is closed. The first listener lets the measuring begin, the
     * last one that goes ends it. It must not block.
     */
    public synchronized Jobs.Listening listen(Consumer<ContainerUsageEvent> listener) {
        listeners.add(listener);
        if (rounds == null) {
            rounds = Threads.repeat("container-usage", time, UsageMeter.INTERVAL, this::round);
        }
        return () -> leave(listener);
    }

    private synchronized void leave(Consumer<ContainerUsageEvent> listener) {
        if (listeners.remove(listener) && listeners.isEmpty()) {
            stop();
            // On another thread: who leaves may be a window, which must not wait for a disk.
            Threads.virtual("container-usage-rest", this::rest);
        }
    }

    private void stop() {
        Threads.Repeating now = rounds;
        rounds = null;
        if (now != null) {
            now.close();
        }
    }

    private void round() {
        synchronized (round) {
            Set<ContainerId> measured = new HashSet<>();
            for (ContainerSnapshot container : live) {
                Optional<ContainerUsage> used = source.apply(container);
                if (Thread.currentThread().isInterrupted()) {
                    // What was read then says nothing.
                    return;
                }
                if (used.isPresent()) {
                    measured.add(container.id());
                    sample(container, used.get());
                }
            }
            for (ContainerId id : Set.copyOf(samplers.keySet())) {
                if (!measured.contains(id)) {
                    end(id);
                }
            }
        }
    }

    private void sample(ContainerSnapshot container, ContainerUsage used) {
        ContainerSampler sampler =
                samplers.computeIfAbsent(container.id(), id -> new ContainerSampler(container, file(id), time, clock));
        sampler.follow(container);
        Usage usage = sampler.sample(used);
        sampler.saveIfDue();
        tell(new ContainerUsageEvent.Sampled(container.id(), usage, time.now()));
    }

    private void end(ContainerId id) {
        ContainerSampler sampler = samplers.remove(id);
        if (sampler != null) {
            sampler.end();
            tell(new ContainerUsageEvent.Ended(id));
        }
    }

    private void tell(ContainerUsageEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    /** What this container used at the last look, which may be a second old; read anew where it is not being measured. */
    public Optional<ContainerUsage> latest(ContainerSnapshot container) {
        ContainerSampler sampler = samplers.get(container.id());
        Optional<ContainerUsage> known =
                sampler == null || !sampler.container().started().equals(container.started())
                        ? Optional.empty()
                        : sampler.latest();
        return known.isPresent() ? known : source.apply(container);
    }

    /**
     * What this container has used in the last minute, hour and day. May read its folder, so it is not for a thread that
     * draws; a container of which nothing is known has a history of gaps.
     */
    public UsageHistory history(ContainerId id) {
        ContainerSampler sampler = samplers.get(id);
        return sampler == null
                ? new UsageRings(file(id).load(clock.now())).historyUntil(clock.millis())
                : sampler.history();
    }

    private void rest() {
        synchronized (round) {
            if (listeners.isEmpty()) {
                Set.copyOf(samplers.keySet()).forEach(id -> {
                    ContainerSampler sampler = samplers.remove(id);
                    if (sampler != null) {
                        sampler.end();
                    }
                });
            }
        }
    }

    /** Ends all listening and writes the histories down. */
    @Override
    public void close() {
        synchronized (this) {
            listeners.clear();
            stop();
        }
        rest();
    }
}
