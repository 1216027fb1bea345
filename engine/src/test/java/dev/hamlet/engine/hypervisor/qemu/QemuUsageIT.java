package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.usage.MonitorFigures;
import dev.hamlet.engine.usage.Usage;
import dev.hamlet.engine.usage.UsageEvent;
import dev.hamlet.engine.usage.UsageFigure;
import dev.hamlet.engine.usage.UsageHistory;
import dev.hamlet.engine.usage.UsageSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a guest in the installed QEMU uses. */
@Tag("real")
@Timeout(120)
class QemuUsageIT {
    private static final ByteSize MEMORY = ByteSize.ofMebibytes(64);
    private static final int WRITTEN = 60 * 127 * 512;

    @TempDir
    Path folder;

    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    private Engine open() throws ProblemException {
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        return new Engine(paths, new SystemProcessLauncher(System.getenv()), RealQemu.open(paths), TimeSource.system());
    }

    private static Machine tiny(Engine engine) throws ProblemException, InterruptedException {
        Path disk = Path.of("disks", "tiny.raw");
        MachineSpec spec = MachineSpec.named("tiny")
                .memory(MEMORY)
                .addDisk(new DiskSpec("disk0", disk, DiskFormat.RAW, false))
                .build();
        return engine.machines()
                .create(spec, (machine, progress) -> {
                    try {
                        var _ = TinyGuest.disk(machine.resolve(disk));
                    } catch (IOException e) {
                        throw new ProblemException(
                                new HostProblem.FileUnusable(machine.resolve(disk), WholeFile.reason(e)), e);
                    }
                })
                .await();
    }

    private static Usage next(BlockingQueue<UsageEvent> events, Predicate<Usage> wanted) throws InterruptedException {
        while (true) {
            UsageEvent event = events.poll(30, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no such sample");
            }
            if (event instanceof UsageEvent.Sampled sampled && wanted.test(sampled.usage())) {
                return sampled.usage();
            }
        }
    }

    @Test
    void aGuestIsMeasuredAndItsHistoryIsThereForTheNextWindow() throws Exception {
        BlockingQueue<UsageEvent> events = new LinkedBlockingQueue<>();
        try (Engine engine = open()) {
            engine.machines().follow();
            Machine machine = tiny(engine);
            machine.start(StartOptions.CAREFUL).await();
            try (Jobs.Listening _ = engine.usage().listen(events::add)) {
                Usage usage = next(events, one -> one.cpu() > 0 && one.knows(UsageFigure.GUEST_MEMORY));
                assertTrue(usage.cpu() < 8, usage::toString);
                assertTrue(usage.memory() > 10 << 20, usage::toString);
                assertEquals(64 << 20, usage.guestMemory());
                assertTrue(usage.knows(UsageFigure.DISK_READ), usage::toString);
                assertFalse(usage.knows(UsageFigure.NETWORK_SENT), usage::toString);
            }
        }
        try (Engine engine = open()) {
            Machine machine = engine.machines().find("tiny");
            UsageHistory history = engine.usage().history(machine.id());
            for (UsageSpan span : UsageSpan.values()) {
                double[] cpu = history.series(span).values(UsageFigure.CPU);
                assertTrue(Arrays.stream(cpu).anyMatch(value -> value > 0), span + " " + Arrays.toString(cpu));
                assertTrue(history.series(span).has(UsageFigure.MEMORY));
            }
            machine.kill().await();
            machine.delete().await();
            assertFalse(Files.exists(machine.folder().usage()));
        }
    }

    @Test
    void theMonitorTellsOfDisksAndBalloon() throws Exception {
        QemuUsage source = new QemuUsage(TimeSource.system());
        try (Engine engine = open()) {
            Machine machine = tiny(engine);
            machine.start(StartOptions.CAREFUL).await();
            RunningGuest guest = machine.guest("ask");
            try (RunningGuest.SerialLine line = guest.serial(false)) {
                MonitorFigures before = source.ask(machine.folder(), guest.record());
                assertEquals(MEMORY.bytes(), before.memory());
                // The letter is obeyed once the guest has booted.
                TinyGuest.say(line, "xw");
                assertTrue(TimeSource.system()
                        .await(
                                () -> written(source, machine, guest) >= before.diskWritten() + WRITTEN,
                                Duration.ofSeconds(60),
                                Duration.ofMillis(100)));
            } finally {
                machine.kill().await();
            }
            assertTrue(source.counters(machine.folder(), guest.record()).isEmpty());
        }
    }

    private static long written(QemuUsage source, Machine machine, RunningGuest guest) {
        try {
            return source.ask(machine.folder(), guest.record()).diskWritten();
        } catch (ProblemException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
