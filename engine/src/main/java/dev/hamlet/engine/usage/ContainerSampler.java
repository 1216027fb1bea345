package dev.hamlet.engine.usage;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The measuring of one container, in one run after another. Used by one thread but for {@link #history} and {@link #latest}. */
final class ContainerSampler {
    /** Counters that are older tell too little of now; what came between is a gap. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    private final KeptUsage kept;
    private ContainerSnapshot container;
    private volatile @Nullable ContainerUsage before;

    ContainerSampler(ContainerSnapshot container, UsageFile file, TimeSource time, UsageClock clock) {
        this.container = container;
        this.kept = new KeptUsage(container.id().value(), file, time, clock);
    }

    /** It stands so now; of another run nothing is compared with what was before. */
    void follow(ContainerSnapshot now) {
        if (!now.started().equals(container.started())) {
            before = null;
        }
        container = now;
    }

    ContainerSnapshot container() {
        return container;
    }

    /** What was read last; empty before anything was. */
    Optional<ContainerUsage> latest() {
        return Optional.ofNullable(before);
    }

    /** What it used since the last call, by this. */
    Usage sample(ContainerUsage now) {
        ContainerUsage earlier = before;
        long passed = earlier == null ? 0 : now.nanos() - earlier.nanos();
        boolean goesOn = passed > 0 && passed <= LONGEST_STEP.toNanos();
        // With itself a counter gives no rate.
        ContainerUsage base = goesOn && earlier != null ? earlier : now;
        long step = goesOn ? passed : 0;
        Usage usage = new Usage(
                CounterRate.perSecond(base.cpuNanos(), now.cpuNanos(), step) / 1e9,
                0,
                now.memory() < 0 ? Double.NaN : now.memory(),
                Double.NaN,
                CounterRate.perSecond(base.diskRead(), now.diskRead(), step),
                CounterRate.perSecond(base.diskWritten(), now.diskWritten(), step),
                CounterRate.perSecond(base.received(), now.received(), step),
                CounterRate.perSecond(base.sent(), now.sent(), step));
        if (goesOn) {
            kept.add(step, usage);
        }
        before = now;
        return usage;
    }

    UsageHistory history() {
        return kept.history();
    }

    void saveIfDue() {
        kept.saveIfDue();
    }

    /** Measures no more, and writes the history down. */
    void end() {
        before = null;
        kept.end(true);
    }
}
