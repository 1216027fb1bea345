package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.Threads;
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

    private static final Duration SAVE_EVERY = Duration.ofMinutes(1);

    private final Machine machine;
    private final LaunchRecord launch;
    private final UsageSource source;
    private final TimeSource time;
    private final UsageClock clock;
    private final MonitorInquiry monitor;
    private final UsageFile file;
    private final UsageRings rings;
    private @Nullable UsageCounters before;
    private long beforeNanos;
    private long saved;
    private boolean unsaved;
    private @Nullable Thread saving;

    /** Whether this process had the guest's events when last looked; others keep no history of it. */
    private boolean watched;

    GuestSampler(Machine machine, LaunchRecord launch, UsageSource source, TimeSource time, UsageClock clock) {
        this.machine = machine;
        this.launch = launch;
        this.source = source;
        this.time = time;
        this.clock = clock;
        this.monitor = new MonitorInquiry(machine.folder(), launch, source, time);
        this.file = new UsageFile(machine.folder());
        this.rings = new UsageRings(file.load(clock.now()));
        // Guests that are found together are not all saved together.
        this.saved = time.nanos() - Math.floorMod(machine.id().value().hashCode(), SAVE_EVERY.toMillis()) * 1_000_000L;
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
            long to = clock.millis();
            rings.add(to - Math.max(1, step / 1_000_000), to, usage);
            unsaved = true;
        }
        before = now;
        beforeNanos = nanos;
        return Optional.of(usage);
    }

    UsageHistory history() {
        return rings.history();
    }

    /** Writes the history down if it is time to, on another thread: a disk may be slow. */
    void saveIfDue() {
        if (watched && unsaved && time.nanos() - saved >= SAVE_EVERY.toNanos()) {
            saved = time.nanos();
            unsaved = false;
            UsageHistory history = rings.history();
            saving = Threads.virtual("usage-save-" + machine.id(), () -> file.save(history));
        }
    }

    /** Measures no more, and writes the history down. */
    void end() {
        monitor.close();
        awaitSaving();
        if (watched && unsaved) {
            unsaved = false;
            file.save(rings.history());
        }
    }

    /** An older history must not take the place of the last one, nor be under way when all is said to be written. */
    private void awaitSaving() {
        Thread now = saving;
        saving = null;
        try {
            if (now != null) {
                now.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
