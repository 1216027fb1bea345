package dev.hamlet.engine.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UsageRoundsTest {
    private static final Usage BUSY = new Usage(1.5, 2, 1e9, 5e8, 2e6, 4e6, 1e3, 2e3);

    @TempDir
    Path folder;

    private UsageHome home;
    private UsageRounds rounds;
    private Source source;
    private final List<UsageEvent> events = new ArrayList<>();
    private List<Promise> others = List.of();

    /** The fake's figures, but for what a test takes away or holds up. */
    private static final class Source implements UsageSource {
        private final UsageSource fake;
        private final Map<Path, CountDownLatch> hanging = new ConcurrentHashMap<>();
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger givenUp = new AtomicInteger();
        private volatile boolean hidesDisks;
        private volatile boolean silent;
        private volatile @Nullable Path faulty;

        Source(UsageSource fake) {
            this.fake = fake;
        }

        @Override
        public Optional<UsageCounters> counters(MachineFolder machine, LaunchRecord guest) {
            if (machine.path().equals(faulty)) {
                throw new IllegalStateException("nobody expected this");
            }
            Optional<UsageCounters> all = fake.counters(machine, guest);
            return hidesDisks
                    ? all.map(
                            one -> new UsageCounters(one.cpuNanos(), one.memory(), -1, -1, one.received(), one.sent()))
                    : all;
        }

        @Override
        public MonitorFigures ask(MachineFolder machine, LaunchRecord guest)
                throws ProblemException, InterruptedException {
            asked.incrementAndGet();
            CountDownLatch latch = hanging.get(machine.path());
            if (latch != null) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    givenUp.incrementAndGet();
                    throw e;
                }
            }
            if (silent) {
                throw new ProblemException(new HypervisorProblem.MonitorSilent("it", 3));
            }
            return fake.ask(machine, guest);
        }
    }

    @BeforeEach
    void open() throws ProblemException {
        home = new UsageHome(folder);
        source = new Source(home.hypervisor);
        HostSampler host = new HostSampler(HostCapacity.ofThisHost(), Path.of("/proc/stat"), () -> folder);
        rounds = new UsageRounds(home.store(), source, host, home.time, () -> others, events::add);
        home.store().listen(rounds::heard);
    }

    @AfterEach
    void close() {
        rounds.rest();
        home.close();
    }

    /** One round after so much time. */
    private void round(Duration after) {
        home.time.move(after);
        rounds.round();
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            round(Duration.ofSeconds(1));
        }
    }

    private Usage last(Machine machine) {
        return events.stream()
                .filter(event -> event instanceof UsageEvent.Sampled sampled
                        && sampled.id().equals(machine.id()))
                .map(event -> ((UsageEvent.Sampled) event).usage())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        assertTrue(TimeSource.system().await(condition, Duration.ofSeconds(30), Duration.ofMillis(5)));
    }

    private double[] minute(Machine machine, UsageFigure figure) {
        return rounds.history(machine.id(), new UsageFile(machine.folder()))
                .series(UsageSpan.MINUTE)
                .values(figure);
    }

    @Test
    void ratesAreWhatTheCountersGrewBy() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        seconds(1);
        assertFalse(last(machine).knows(UsageFigure.CPU), "one look at a counter gives no rate");
        assertEquals(1e9, last(machine).memory());
        round(Duration.ofMillis(1_300));
        Usage usage = last(machine);
        assertEquals(1.5, usage.cpu(), 1e-6);
        assertEquals(0.75, usage.cpuOfGuest(), 1e-6);
        assertEquals(2e6, usage.diskRead(), 1);
        assertEquals(4e6, usage.diskWritten(), 1);
        assertEquals(1e3, usage.received(), 1);
        assertEquals(2e3, usage.sent(), 1);
        assertEquals(1.5, minute(machine, UsageFigure.CPU)[59], 1e-6);
    }

    @Test
    void whatCannotBeHadIsNotKnownAndNotZero() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(new Usage(0.5, 2, 1e9, 5e8, 0, 0, Double.NaN, Double.NaN));
        seconds(3);
        assertFalse(last(machine).knows(UsageFigure.NETWORK_RECEIVED));
        assertTrue(last(machine).knows(UsageFigure.DISK_READ));
        UsageSeries series =
                rounds.history(machine.id(), new UsageFile(machine.folder())).series(UsageSpan.MINUTE);
        assertFalse(series.has(UsageFigure.NETWORK_RECEIVED));
        assertEquals(0, series.values(UsageFigure.DISK_READ)[59]);
    }

    @Test
    void aPausedGuestUsesNoTime() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        seconds(2);
        machine.pause().await();
        seconds(1);
        seconds(1);
        assertEquals(0, last(machine).cpu());
    }

    @Test
    void aGuestThatHasEndedIsToldOnceAndItsSuccessorBeginsAnew() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        seconds(2);
        home.guest(machine).crash();
        seconds(2);
        assertEquals(
                1,
                events.stream()
                        .filter(new UsageEvent.Ended(machine.id())::equals)
                        .count());
        machine.refresh();
        home.start(machine);
        events.clear();
        seconds(1);
        assertFalse(last(machine).knows(UsageFigure.CPU));
        seconds(1);
        assertEquals(0, last(machine).cpu());
    }

    @Test
    void aGuestThatWasStartedAgainBetweenTwoRoundsIsAnother() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        seconds(2);
        machine.kill().await();
        home.time.moveSeconds(1);
        home.start(machine);
        events.clear();
        seconds(1);
        assertFalse(last(machine).knows(UsageFigure.CPU));
    }

    @Test
    void afterALongStandstillThereIsAGapAndNoMean() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        seconds(5);
        round(Duration.ofSeconds(20));
        assertFalse(last(machine).knows(UsageFigure.CPU));
        seconds(1);
        double[] cpu = minute(machine, UsageFigure.CPU);
        assertEquals(1.5, cpu[59], 1e-6);
        for (int i = 39; i < 59; i++) {
            assertTrue(Double.isNaN(cpu[i]), "second " + i);
        }
        assertEquals(1.5, cpu[38], 1e-6);
    }

    @Test
    void aDelayOfSomeSecondsIsToldAsTheirMean() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        seconds(2);
        round(Duration.ofSeconds(5));
        double[] cpu = minute(machine, UsageFigure.CPU);
        for (int i = 55; i < 60; i++) {
            assertEquals(1.5, cpu[i], 1e-6);
        }
    }

    @Test
    void theBalloonIsAskedRarely() throws Exception {
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        seconds(1);
        await(() -> sampledGuestMemory(machine) == 5e8);
        home.guest(machine).memory(new ByteSize(300_000_000));
        seconds(60);
        await(() -> sampledGuestMemory(machine) == 3e8);
        assertTrue(source.asked.get() <= 4, () -> source.asked.get() + " questions in a minute");
    }

    private double sampledGuestMemory(Machine machine) {
        rounds.round();
        return last(machine).guestMemory();
    }

    @Test
    void disksThatTheSystemDoesNotTellOfAreAskedForEveryTwoSeconds() throws Exception {
        source.hidesDisks = true;
        Machine machine = home.running("web");
        home.guest(machine).use(BUSY);
        for (int i = 1; i <= 5; i++) {
            // Tells this answer from the one before, and that it has been taken in before the clock moves on.
            ByteSize memory = ByteSize.ofMebibytes(100 + i);
            home.guest(machine).memory(memory);
            round(Duration.ofSeconds(1));
            await(() -> sampledGuestMemory(machine) == memory.bytes());
            home.time.moveSeconds(1);
        }
        rounds.round();
        assertEquals(5, source.asked.get());
        assertEquals(2e6, last(machine).diskRead(), 1e4);
        assertEquals(4e6, last(machine).diskWritten(), 1e4);
    }

    @Test
    void oneGuestThatDoesNotAnswerHoldsUpNoOther() throws Exception {
        source.hidesDisks = true;
        Machine stuck = home.running("stuck");
        Machine well = home.running("well");
        source.hanging.put(stuck.folder().path(), new CountDownLatch(1));
        home.guest(stuck).use(BUSY);
        home.guest(well).use(BUSY);
        seconds(2);
        await(() -> {
            rounds.round();
            return last(well).knows(UsageFigure.GUEST_MEMORY);
        });
        seconds(1);
        assertFalse(last(stuck).knows(UsageFigure.GUEST_MEMORY));
        assertEquals(1.5, last(stuck).cpu(), 1e-6, "what needs no monitor is told all the same");
        assertEquals(0, source.givenUp.get());
        seconds(11);
        await(() -> source.givenUp.get() == 1);
    }

    @Test
    void aGuestThatFailsToAnswerIsAskedLessOften() throws Exception {
        source.hidesDisks = true;
        source.silent = true;
        Machine machine = home.running("web");
        for (int i = 0; i < 120; i++) {
            int before = source.asked.get();
            round(Duration.ofSeconds(1));
            if (source.asked.get() > before) {
                TimeSource.system().sleep(Duration.ofMillis(20));
            }
        }
        assertTrue(source.asked.get() >= 3 && source.asked.get() <= 8, () -> source.asked.get() + " questions");
        assertFalse(last(machine).knows(UsageFigure.DISK_READ));
    }

    @Test
    void aFaultInOneMachinesSampleCostsNoOtherItsFiguresAndIsOverWithItsCause() throws Exception {
        Machine faulty = home.running("faulty");
        Machine well = home.running("well");
        home.guest(faulty).use(BUSY);
        home.guest(well).use(BUSY);
        source.faulty = faulty.folder().path();
        seconds(3);
        assertEquals(1.5, last(well).cpu(), 1e-6);
        assertTrue(events.getLast() instanceof UsageEvent.HostSampled, "the host is measured too");
        source.faulty = null;
        seconds(2);
        assertEquals(1.5, last(faulty).cpu(), 1e-6);
    }

    @Test
    void whatRunningGuestsWerePromisedIsTold() throws Exception {
        Machine web = home.running("web");
        home.running("database");
        ByteSize promised = Objects.requireNonNull(web.snapshot().memory());
        seconds(1);
        assertEquals(new ByteSize(2 * promised.bytes()), host().room().promised());
        assertEquals(2, host().room().guests());
        home.guest(web).crash();
        seconds(1);
        assertEquals(promised, host().room().promised());
        ByteSize free = host().room().free();
        long pid = ProcessHandle.current().pid();
        others = List.of(new Promise(pid, ByteSize.ofMebibytes(100))
                .holding(ByteSize.ofMebibytes(36).bytes()));
        seconds(1);
        assertEquals(
                new ByteSize(promised.bytes() + (100 << 20)), host().room().promised(), "containers are of one sum");
        assertEquals(2, host().room().guests());
        assertTrue(host().room().free().compareTo(free) <= 0);
    }

    private HostUsage host() {
        return assertInstanceOf(UsageEvent.HostSampled.class, events.getLast()).usage();
    }

    @Test
    void theHostIsToldInEveryRound() {
        seconds(1);
        assertTrue(host().diskFree().bytes() > 0);
        assertTrue(host().processors() > 0);
        UsageEvent.HostSampled host = assertInstanceOf(UsageEvent.HostSampled.class, events.getLast());
        assertTrue(
                host.usage().memory().bytes() > host.usage().memoryAvailable().bytes());
        assertTrue(host.usage().memoryAvailable().bytes() > 0);
        assertEquals(home.time.now(), host.time());
    }
}
