package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The measuring of one guest from when it is seen to run until it has ended. Used by one thread but for {@link #history}. */
final class GuestSampler {
    /** Counters that are older tell too little of now; what came between is a gap. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    private final Machine machine;
    private final LaunchRecord launch;
    private final UsageSource source;
    private final TimeSource time;
    private final MonitorInquiry monitor;
    private final KeptUsage kept;
    private @Nullable UsageCounters before;
    private long beforeNanos;

    /** Whether this process had the guest's events when last looked; others keep no history of it. */
    private boolean watched;

    GuestSampler(Machine machine, LaunchRecord launch, UsageSource source, TimeSource time, UsageClock clock) {
        this.machine = machine;
        this.launch = launch;
        this.source = source;
        this.time = time;
        this.monitor = new MonitorInquiry(machine.folder(), launch, source, time);
        this.kept = new KeptUsage(machine.id().value(), new UsageFile(machine.folder()), time, clock);
    }

    LaunchRecord launch() {
        return launch;
    }

    /** Whether the guest has been seen to run. */
    boolean hasMeasured() {
        return before != null;
    }

    /** What the host has promised to the guest; empty where nobody knows. */
    Optional<Promise> promise() {
        // A snapshot costs more than all else of a sample.
        ByteSize memory = launch.memory().bytes() > 0
                ? launch.memory()
                : machine.snapshot().memory();
        return memory == null ? Optional.empty() : Optional.of(new Promise(launch.pid(), memory));
    }

    /** Measures once; empty if the guest has ended. */
    Optional<Usage> sample() {
        Optional<UsageCounters> read = source.counters(machine.folder(), launch);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        watched = machine.isWatchedHere();
        UsageCounters now = read.get();
        long nanos = time.nanos();
        boolean diskCounted = now.diskRead() != UsageCounters.UNKNOWN;
        boolean networkCounted = now.received() != UsageCounters.UNKNOWN;
        monitor.askIfDue(!diskCounted, !networkCounted);
        UsageCounters earlier = before;
        long passed = earlier == null ? 0 : nanos - beforeNanos;
        boolean goesOn = earlier != null && passed > 0 && passed <= LONGEST_STEP.toNanos();
        // With itself a counter gives no rate.
        UsageCounters base = goesOn && earlier != null ? earlier : now;
        long step = goesOn ? passed : 0;
        Usage usage = new Usage(
                CounterRate.perSecond(base.cpuNanos(), now.cpuNanos(), step) / 1e9,
                launch.vcpus(),
                now.memory() < 0 ? Double.NaN : now.memory(),
                monitor.memory(),
                diskCounted ? CounterRate.perSecond(base.diskRead(), now.diskRead(), step) : monitor.diskRead(),
                diskCounted
                        ? CounterRate.perSecond(base.diskWritten(), now.diskWritten(), step)
                        : monitor.diskWritten(),
                networkCounted ? CounterRate.perSecond(base.received(), now.received(), step) : monitor.received(),
                networkCounted ? CounterRate.perSecond(base.sent(), now.sent(), step) : monitor.sent());
        if (goesOn) {
            kept.add(step, usage);
        }
        before = now;
        beforeNanos = nanos;
        return Optional.of(usage);
    }

    UsageHistory history() {
        return kept.history();
    }

    /** Writes the history down if it is time to, and if this process is the one that does. */
    void saveIfDue() {
        if (watched) {
            kept.saveIfDue();
        }
    }

    /** Measures no more, and writes the history down. */
    void end() {
        monitor.close();
        kept.end(watched);
    }
}
