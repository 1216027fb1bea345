package dev.hamlet.engine.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainerMeterTest {
    @TempDir
    Path folder;

    private final StepTime time = new StepTime();
    private final Queue<ContainerUsageEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reads = new AtomicInteger();
    private FakeContainers containers;
    private ContainerSnapshot worker;

    @BeforeEach
    void run() throws Exception {
        containers = new FakeContainers(folder.resolve("logs"), Jobs.inline(time), time);
        var _ = containers
                .create("busybox", "worker", ContainerWish.of(List.of("sleep", "1000")))
                .await();
        worker = containers.start("worker").await();
        Files.createDirectories(instance());
        Files.writeString(instance().resolve("container.json"), "{}");
    }

    private Path instance() {
        return folder.resolve("instances").resolve(worker.id().value());
    }

    private ContainerMeter meter() {
        ContainerMeter meter = new ContainerMeter(
                folder.resolve("instances"),
                one -> {
                    reads.incrementAndGet();
                    return containers.usage(one);
                },
                time);
        meter.follow(List.of(worker));
        return meter;
    }

    /** The container uses half a processor and so much memory for some seconds. */
    private void use(int seconds, long memory) throws Exception {
        for (int i = 0; i < seconds; i++) {
            time.moveSleeper(UsageMeter.INTERVAL);
            time.awaitSleeper();
            containers.use("worker", Duration.ofMillis(time.nanos() / 2_000_000), memory);
        }
    }

    private static double last(UsageHistory history, UsageFigure figure) {
        double[] values = history.series(UsageSpan.HOUR).values(figure);
        return values[values.length - 1];
    }

    @Test
    void whatAContainerUsesIsToldEachSecondAndNothingIsReadWhileNobodyListens() throws Exception {
        try (ContainerMeter meter = meter()) {
            time.moveSeconds(5);
            assertEquals(0, reads.get());
            Jobs.Listening listening = meter.listen(events::add);
            time.awaitSleeper();
            use(4, 5 << 20);
            List<ContainerUsageEvent.Sampled> samples = new ArrayList<>();
            events.forEach(event -> samples.add((ContainerUsageEvent.Sampled) event));
            assertTrue(samples.size() >= 4, events.toString());
            assertEquals(0.5, samples.getLast().usage().cpu(), 0.01);
            assertEquals(5 << 20, samples.getLast().usage().memory());
            assertEquals(5 << 20, meter.latest(worker).orElseThrow().memory());
            listening.close();
            int before = reads.get();
            time.moveSeconds(5);
            TimeSource.system().sleep(Duration.ofMillis(50));
            assertEquals(before, reads.get());
        }
    }

    @Test
    void theHistoryIsKeptForTheNextOneAndGoesWithItsContainer() throws Exception {
        try (ContainerMeter meter = meter()) {
            meter.listen(events::add);
            time.awaitSleeper();
            use(10, 5 << 20);
        }
        assertTrue(Files.exists(instance().resolve("usage.json")));
        try (ContainerMeter next = meter()) {
            assertEquals(5 << 20, last(next.history(worker.id()), UsageFigure.MEMORY), 1);
            next.listen(events::add);
            time.awaitSleeper();
            use(3, 7 << 20);
            assertEquals(
                    2,
                    java.util.Arrays.stream(next.history(worker.id())
                                    .series(UsageSpan.MINUTE)
                                    .values(UsageFigure.MEMORY))
                            .filter(value -> value == 5 << 20 || value == 7 << 20)
                            .distinct()
                            .count());
            Files.delete(instance().resolve("container.json"));
            Files.delete(instance().resolve("usage.json"));
        }
        assertFalse(Files.exists(instance().resolve("usage.json")), "nothing is written for what is gone");
    }

    @Test
    void theEndOfAContainerIsToldAndItsNextRunIsNotComparedWithIt() throws Exception {
        try (ContainerMeter meter = meter()) {
            meter.listen(events::add);
            time.awaitSleeper();
            use(3, 5 << 20);
            containers.end("worker", 0, false);
            time.moveSleeper(UsageMeter.INTERVAL);
            time.awaitSleeper();
            assertTrue(events.contains(new ContainerUsageEvent.Ended(worker.id())));
            assertTrue(Files.exists(instance().resolve("usage.json")));
            events.clear();
            worker = containers.start("worker").await();
            meter.follow(List.of(worker));
            time.moveSleeper(UsageMeter.INTERVAL);
            time.awaitSleeper();
            ContainerUsageEvent.Sampled first = (ContainerUsageEvent.Sampled) events.peek();
            assertTrue(Double.isNaN(first.usage().cpu()), "a counter alone gives no rate");
        }
    }
}
