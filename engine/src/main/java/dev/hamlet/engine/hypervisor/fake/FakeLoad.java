package dev.hamlet.engine.hypervisor.fake;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.usage.MonitorFigures;
import dev.hamlet.engine.usage.Usage;
import dev.hamlet.engine.usage.UsageCounters;
import dev.hamlet.engine.usage.UsageFigure;
import java.util.EnumMap;
import java.util.Map;

/** The counters of a guest in memory: they grow by its rates while it runs. Used under its owner's lock. */
final class FakeLoad {
    private final TimeSource time;
    private final Map<UsageFigure, Double> counted = new EnumMap<>(UsageFigure.class);
    private Usage now;
    private double guestMemory;
    private long settled;

    /** An idle guest with this memory. */
    FakeLoad(int vcpus, ByteSize memory, TimeSource time) {
        this.time = time;
        this.settled = time.nanos();
        this.guestMemory = memory.bytes();
        this.now = new Usage(0, vcpus, memory.bytes() / 4.0, memory.bytes(), 0, 0, 0, 0);
    }

    /** Counts up to now, after which the guest runs differently. */
    void settle(boolean ran) {
        long nanos = time.nanos();
        for (UsageFigure figure : UsageFigure.values()) {
            if (ran && now.knows(figure)) {
                counted.merge(figure, now.figure(figure) * (nanos - settled) / 1e9, Double::sum);
            }
        }
        settled = nanos;
    }

    void use(Usage usage) {
        now = usage;
        guestMemory = usage.guestMemory();
    }

    void memory(ByteSize actual) {
        guestMemory = actual.bytes();
    }

    UsageCounters counters() {
        return new UsageCounters(
                (long) (counted.getOrDefault(UsageFigure.CPU, 0.0) * 1e9),
                known(now.memory()),
                counter(UsageFigure.DISK_READ),
                counter(UsageFigure.DISK_WRITTEN),
                counter(UsageFigure.NETWORK_RECEIVED),
                counter(UsageFigure.NETWORK_SENT));
    }

    MonitorFigures monitor() {
        return new MonitorFigures(
                known(guestMemory),
                counter(UsageFigure.DISK_READ),
                counter(UsageFigure.DISK_WRITTEN),
                counter(UsageFigure.NETWORK_RECEIVED),
                counter(UsageFigure.NETWORK_SENT));
    }

    private long counter(UsageFigure figure) {
        return now.knows(figure) ? Math.round(counted.getOrDefault(figure, 0.0)) : UsageCounters.UNKNOWN;
    }

    private static long known(double amount) {
        return Double.isNaN(amount) ? UsageCounters.UNKNOWN : Math.round(amount);
    }
}
