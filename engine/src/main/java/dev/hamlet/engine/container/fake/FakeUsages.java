package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.TimeSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What containers are said to use. Safe for use by many threads. */
final class FakeUsages {
    private final TimeSource time;
    private final Map<ContainerId, ContainerUsage> all = new ConcurrentHashMap<>();

    FakeUsages(TimeSource time) {
        this.time = time;
    }

    Optional<ContainerUsage> of(ContainerSnapshot container) {
        return Optional.ofNullable(all.get(container.id()));
    }

    void forget(ContainerId id) {
        all.remove(id);
    }

    /** It has other limits from now on. */
    void limit(ContainerSnapshot container) {
        all.computeIfPresent(container.id(), (_, used) -> figures(container, used.cpuNanos(), used.memory()));
    }

    void put(ContainerSnapshot container, long cpuNanos, long memory) {
        all.put(container.id(), figures(container, cpuNanos, memory));
    }

    private ContainerUsage figures(ContainerSnapshot container, long cpuNanos, long memory) {
        ContainerLimits limits =
                container.spec().map(spec -> spec.wish().limits()).orElse(new ContainerLimits(Optional.empty(), 0, 0));
        return new ContainerUsage(
                time.nanos(),
                cpuNanos,
                memory,
                limits.memory().map(ByteSize::bytes).orElse(ContainerUsage.UNLIMITED),
                limits.cpus() == 0 ? ContainerUsage.UNLIMITED : limits.cpus(),
                1,
                limits.pids() == 0 ? ContainerUsage.UNLIMITED : limits.pids(),
                0,
                0,
                0,
                0);
    }
}
