package dev.hamlet.engine.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UsageMeterTest {
    private static final Usage BUSY = new Usage(1.5, 2, 1e9, 5e8, 2e6, 4e6, 1e3, 2e3);

    @TempDir
    Path folder;

    private UsageHome home;
    private final Queue<UsageEvent> events = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws ProblemException {
        home = new UsageHome(folder);
    }

    @AfterEach
    void close() {
        home.close();
    }

    /** Lets the meter make so many rounds more, one each second, to their end. */
    private void rounds(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            home.time.moveSleeper(UsageMeter.INTERVAL);
        }
        home.time.awaitSleeper();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        assertTrue(TimeSource.system().await(condition, Duration.ofSeconds(30), Duration.ofMillis(5)));
    }

    private static double latestCpu(UsageHistory history) {
        return history.series(UsageSpan.MINUTE).values(UsageFigure.CPU)[59];
    }

    @Test
    void nothingIsReadWhileNobodyListens() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        UsageSource counting = new UsageSource() {
            @Override
            public Optional<UsageCounters> counters(MachineFolder machine, LaunchRecord guest) {
                reads.incrementAndGet();
                return home.hypervisor.counters(machine, guest);
            }

            @Override
            public MonitorFigures ask(MachineFolder machine, LaunchRecord guest) throws ProblemException {
                return home.hypervisor.ask(machine, guest);
            }
        };
        home.running("web");
        try (UsageMeter meter =
                new UsageMeter(home.paths, home.store(), counting, HostCapacity.ofThisHost(), home.time)) {
            home.time.moveSeconds(10);
            assertEquals(0, reads.get());
            Jobs.Listening one = meter.listen(events::add);
            Jobs.Listening other = meter.listen(event -> {});
            rounds(3);
            int before = reads.get();
            assertTrue(before >= 4, before + " reads");
            other.close();
            other.close();
            rounds(1);
            assertTrue(reads.get() > before);
            one.close();
            int last = reads.get();
            home.time.moveSeconds(10);
            TimeSource.system().sleep(Duration.ofMillis(50));
            assertEquals(last, reads.get());
            Jobs.Listening again = meter.listen(events::add);
            await(() -> reads.get() > last);
            again.close();
        }
    }

    /** Processor time as the host counts it, the network by an agent's word alone. */
    private UsageSource withAgent(AtomicLong carried) {
        return new UsageSource() {
            @Override
            public Optional<UsageCounters> counters(MachineFolder machine, LaunchRecord guest) {
                return home.hypervisor
                        .counters(machine, guest)
                        .map(had -> new UsageCounters(
                                had.cpuNanos(),
                                had.memory(),
                                had.diskRead(),
                                had.diskWritten(),
                                UsageCounters.UNKNOWN,
                                UsageCounters.UNKNOWN));
            }

            @Override
            public MonitorFigures ask(MachineFolder machine, LaunchRecord guest) {
                long now = carried.addAndGet(20_000);
                return new MonitorFigures(UsageCounters.UNKNOWN, 0, 0, now, now / 2);
            }
        };
    }

    @Test
    void theNetworkIsMeasuredWhereAnAgentTellsOfIt() throws Exception {
        home.running("web");
        try (UsageMeter meter = new UsageMeter(
                        home.paths, home.store(), withAgent(new AtomicLong()), HostCapacity.ofThisHost(), home.time);
                Jobs.Listening _ = meter.listen(events::add)) {
            Predicate<UsageEvent> told = event -> event instanceof UsageEvent.Sampled sampled
                    && sampled.usage().knows(UsageFigure.NETWORK_RECEIVED)
                    && sampled.usage().knows(UsageFigure.NETWORK_SENT);
            for (int i = 0; i < 500 && events.stream().noneMatch(told); i++) {
                rounds(1);
                // The agent is asked on a thread of its own, in true time.
                TimeSource.system().sleep(Duration.ofMillis(5));
            }
            Usage usage = ((UsageEvent.Sampled)
                            events.stream().filter(told).findFirst().orElseThrow())
                    .usage();
            assertEquals(2, usage.received() / usage.sent(), 0.01);
        }
    }

    @Test
    void theHistoryIsKeptForTheNextWindow() throws Exception {
        home.store().follow();
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        await(machine::isWatchedHere);
        try (UsageMeter meter = home.meter(home.store());
                Jobs.Listening _ = meter.listen(events::add)) {
            rounds(5);
            assertEquals(1.5, latestCpu(meter.history(machine.id())), 1e-6);
        }
        assertTrue(Files.exists(machine.folder().usage()));
        home.time.moveSeconds(3);
        try (UsageMeter meter = home.meter(home.otherStore())) {
            double[] cpu = meter.history(machine.id()).series(UsageSpan.MINUTE).values(UsageFigure.CPU);
            assertTrue(Double.isNaN(cpu[59]) && Double.isNaN(cpu[57]), "what nobody measured is a gap");
            assertEquals(1.5, cpu[56], 1e-3);
        }
    }

    @Test
    void theHistoryIsWrittenOnceAMinute() throws Exception {
        home.store().follow();
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        await(machine::isWatchedHere);
        try (UsageMeter meter = home.meter(home.store());
                Jobs.Listening _ = meter.listen(events::add)) {
            for (int minute = 1; minute <= 3; minute++) {
                int written = 0;
                for (int second = 0; second < 60; second++) {
                    rounds(1);
                    written += Files.deleteIfExists(machine.folder().usage()) ? 1 : 0;
                }
                if (written == 0) {
                    // The disk was slow.
                    await(() -> Files.exists(machine.folder().usage()));
                    Files.delete(machine.folder().usage());
                }
                assertTrue(written <= 1, written + " times in a minute");
            }
        }
    }

    @Test
    void onlyWhoWatchesAGuestWritesItsHistory() throws Exception {
        home.store().follow();
        Machine machine = home.running("web");
        await(machine::isWatchedHere);
        MachineStore other = home.otherStore();
        other.list();
        try (UsageMeter meter = home.meter(other);
                Jobs.Listening _ = meter.listen(events::add)) {
            home.guest(machine).use(BUSY);
            rounds(125);
            assertEquals(1.5, latestCpu(meter.history(machine.id())), 1e-6);
        }
        assertFalse(Files.exists(machine.folder().usage()));
    }

    @Test
    void theHistoryIsWrittenWhenTheGuestHasEndedAndGoesWithTheMachine() throws Exception {
        home.store().follow();
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        await(machine::isWatchedHere);
        try (UsageMeter meter = home.meter(home.store());
                Jobs.Listening _ = meter.listen(events::add)) {
            rounds(3);
            machine.kill().await();
            rounds(1);
            assertTrue(Files.exists(machine.folder().usage()));
            assertTrue(
                    latestCpu(meter.history(machine.id())) > 0 || Double.isNaN(latestCpu(meter.history(machine.id()))));
            machine.delete().await();
            rounds(1);
        }
        assertFalse(Files.exists(machine.folder().path()));
    }

    @Test
    void aMachineThatStartsWhileSomebodyListensIsMeasured() throws Exception {
        try (UsageMeter meter = home.meter(home.store());
                Jobs.Listening _ = meter.listen(events::add)) {
            rounds(1);
            events.clear();
            Machine machine = home.running("web");
            rounds(1);
            assertTrue(events.poll() instanceof UsageEvent.Sampled sampled
                    && sampled.id().equals(machine.id()));
            UsageHistory before = meter.history(machine.id());
            rounds(1);
            assertTrue(meter.history(machine.id()).end().isAfter(before.end()));
        }
    }
}
