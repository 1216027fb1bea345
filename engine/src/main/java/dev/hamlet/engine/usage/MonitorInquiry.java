package dev.hamlet.engine.usage;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one guest's monitor now and then, on a thread of its own, so that a guest that does not answer holds up nobody. One
 * question at a time; one that takes too long is given up, and a guest that fails to answer is asked less often. Safe for
 * use by many threads.
 */
final class MonitorInquiry {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorInquiry.class);

    /** What the balloon leaves the guest changes when somebody moves it. */
    private static final Duration FOR_MEMORY = Duration.ofSeconds(30);

    /** What nothing else tells of: disks where the process's own counters cannot be read, the network where an agent is. */
    private static final Duration FOR_RATES = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /** How many pauses an answer stands when no other comes. */
    private static final int STANDS = 4;

    private final MachineFolder folder;
    private final LaunchRecord launch;
    private final UsageSource source;
    private final TimeSource time;

    private @Nullable Thread asking;
    private long asked;
    private boolean closed;
    private boolean hasBalloon = true;
    private boolean hasNetwork;
    private int failures;
    private @Nullable Answer last;
    private double diskRead = Double.NaN;
    private double diskWritten = Double.NaN;
    private double received = Double.NaN;
    private double sent = Double.NaN;

    /** An answer, and when it came. */
    private record Answer(MonitorFigures figures, long nanos) {}

    MonitorInquiry(MachineFolder folder, LaunchRecord launch, UsageSource source, TimeSource time) {
        this.folder = folder;
        this.launch = launch;
        this.source = source;
        this.time = time;
        this.asked = time.nanos() - LONGEST_PAUSE.toNanos();
    }

    /**
     * Begins to ask, if it is time to.
     *
     * @param disks whether disks are asked about too, since nothing else tells of them
     * @param network the same of the network, if an agent tells of it
     */
    synchronized void askIfDue(boolean disks, boolean network) {
        boolean often = disks || (network && hasNetwork);
        long since = time.nanos() - asked;
        if (asking != null) {
            if (since > LIMIT.toNanos()) {
                asking.interrupt();
            }
            return;
        }
        if (!closed && (often || hasBalloon) && since >= pause(often).toNanos()) {
            asked = time.nanos();
            asking = Threads.virtual("usage-" + folder.path().getFileName(), this::ask);
        }
    }

    private Duration pause(boolean often) {
        Duration usual = often ? FOR_RATES : FOR_MEMORY;
        Duration slower = usual.multipliedBy(1L << Math.min(failures, 6));
        return slower.compareTo(LONGEST_PAUSE) < 0 ? slower : LONGEST_PAUSE;
    }

    private void ask() {
        MonitorFigures figures = null;
        try {
            figures = source.ask(folder, launch);
        } catch (ProblemException e) {
            LOG.debug("{} does not tell what it uses", folder.path().getFileName(), e);
        } catch (InterruptedException givenUp) {
            LOG.debug("{} was not waited for any longer", folder.path().getFileName());
        } finally {
            over(figures);
        }
    }

    private synchronized void over(@Nullable MonitorFigures figures) {
        asking = null;
        if (figures == null) {
            failures++;
            return;
        }
        failures = 0;
        hasBalloon = figures.memory() != UsageCounters.UNKNOWN;
        hasNetwork = figures.tellsOfNetwork();
        long now = time.nanos();
        Answer before = last;
        last = new Answer(figures, now);
        diskRead = Double.NaN;
        diskWritten = Double.NaN;
        received = Double.NaN;
        sent = Double.NaN;
        if (before != null && now - before.nanos() <= STANDS * FOR_RATES.toNanos()) {
            long passed = now - before.nanos();
            diskRead = CounterRate.perSecond(before.figures().diskRead(), figures.diskRead(), passed);
            diskWritten = CounterRate.perSecond(before.figures().diskWritten(), figures.diskWritten(), passed);
            received = CounterRate.perSecond(before.figures().received(), figures.received(), passed);
            sent = CounterRate.perSecond(before.figures().sent(), figures.sent(), passed);
        }
    }

    /** The memory that the balloon leaves the guest, NaN where that is not known. */
    synchronized double memory() {
        Answer answer = last;
        return answer == null || !hasBalloon || isOlder(answer, FOR_MEMORY)
                ? Double.NaN
                : answer.figures().memory();
    }

    /** Bytes a second that the guest reads from its disks, NaN where that is not known. */
    synchronized double diskRead() {
        return isFresh() ? diskRead : Double.NaN;
    }

    /** Bytes a second that the guest writes to its disks, NaN where that is not known. */
    synchronized double diskWritten() {
        return isFresh() ? diskWritten : Double.NaN;
    }

    /** Bytes a second that the guest receives, NaN where that is not known. */
    synchronized double received() {
        return isFresh() ? received : Double.NaN;
    }

    /** Bytes a second that the guest sends, NaN where that is not known. */
    synchronized double sent() {
        return isFresh() ? sent : Double.NaN;
    }

    private boolean isFresh() {
        Answer answer = last;
        return answer != null && !isOlder(answer, FOR_RATES);
    }

    private boolean isOlder(Answer answer, Duration pause) {
        return time.nanos() - answer.nanos() > STANDS * pause.toNanos();
    }

    /** Asks no more. */
    synchronized void close() {
        closed = true;
        if (asking != null) {
            asking.interrupt();
        }
    }
}
