package dev.hamlet.app.notices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.DesktopNotices.Kind;
import dev.hamlet.engine.host.DesktopNotices.Notice;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackgroundEndsTest {
    @TempDir
    private Path home = Path.of("");

    private final AtomicLong seconds = new AtomicLong();
    private final TimeSource time = new TimeSource() {
        @Override
        public Instant now() {
            return Instant.EPOCH.plusSeconds(seconds.get());
        }

        @Override
        public long nanos() {
            return Duration.ofSeconds(seconds.get()).toNanos();
        }

        @Override
        public void sleep(Duration pause) {
            throw new UnsupportedOperationException("nobody waits here");
        }
    };
    private final Jobs jobs = Jobs.inline(time);
    private final BlockingQueue<Notice> told = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private @Nullable TestMachines opened;
    private @Nullable BackgroundEnds ends;

    @BeforeEach
    void open() throws ProblemException {
        opened = new TestMachines(home);
        ends = following(jobs, told::add);
    }

    @AfterEach
    void close() {
        ends().close();
        machines().close();
    }

    private BackgroundEnds following(Jobs followed, BackgroundEnds.Desktop desktop) {
        BackgroundEnds made =
                new BackgroundEnds(followed, machines().store(), time, Messages.of(Locale.ENGLISH), desktop);
        made.wanted(true);
        made.away(true);
        return made;
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private BackgroundEnds ends() {
        return Objects.requireNonNull(ends);
    }

    private Notice next() throws InterruptedException {
        return Objects.requireNonNull(told.poll(20, TimeUnit.SECONDS));
    }

    private void fail(String machine) {
        jobs.start(Phrase.of("job.machine-create", machine), progress -> {
            throw new ProblemException(new MediaProblem.ToolMissing("qemu-img", "qemu-utils"));
        });
    }

    private void succeed(String machine, int after) {
        jobs.start(Phrase.of("job.machine-create", machine), progress -> seconds.addAndGet(after));
    }

    @Test
    void workThatFailsIsToldWithItsReason() throws Exception {
        fail("web");
        Notice notice = next();
        assertEquals(Kind.WRONG, notice.kind());
        assertEquals("Failed: Make web", notice.title());
        assertTrue(notice.text().startsWith("qemu-img is missing"), notice.text());
    }

    @Test
    void workThatTookAWhileIsToldAndWorkThatWasDoneAtOnceIsNot() throws Exception {
        succeed("quick", 4);
        succeed("slow", 5);
        assertEquals(new Notice(Kind.DONE, "Done: Make slow", ""), next());
        assertNull(told.poll());
    }

    @Test
    void whoLooksAtTheWindowOrWantsNoneIsToldNothing() throws Exception {
        ends().away(false);
        fail("seen");
        ends().away(true);
        ends().wanted(false);
        fail("unwanted");
        ends().wanted(true);
        fail("web");
        assertEquals("Failed: Make web", next().title());
        assertNull(told.poll());
    }

    @Test
    void aCancelIsNoNews() throws Exception {
        Jobs threads = new Jobs(time);
        try (BackgroundEnds _ = following(threads, told::add)) {
            Job<Boolean> job = threads.start(Phrase.of("job.machine-create", "cancelled"), progress -> {
                gate.await();
                return true;
            });
            job.cancel();
            TimeSource.system()
                    .await(() -> job.snapshot().state().isOver(), Duration.ofSeconds(20), Duration.ofMillis(5));
        }
        fail("web");
        assertEquals("Failed: Make web", next().title());
    }

    @Test
    void aGuestThatEndsUnexpectedlyIsToldAndOneThatShutsDownIsNot() throws Exception {
        machines().store().follow();
        Machine orderly = machines().make("orderly");
        Machine crashing = machines().make("crashing");
        orderly.start(StartOptions.CAREFUL).await();
        crashing.start(StartOptions.CAREFUL).await();
        orderly.stop(Duration.ofSeconds(20), false).await();
        machines().guest(crashing).crash("qemu: assertion failed");
        Notice notice = next();
        assertEquals("crashing has ended unexpectedly", notice.title());
        assertEquals(MachineState.STOPPED, orderly.snapshot().state());
        assertNull(told.poll());
    }

    @Test
    void aGuestThatStandsStillForAFullDiskIsToldAndOneThatItsPersonPausesIsNot() throws Exception {
        machines().store().follow();
        Machine paused = machines().make("paused");
        Machine full = machines().make("full");
        paused.start(StartOptions.CAREFUL).await();
        full.start(StartOptions.CAREFUL).await();
        paused.pause().await();
        machines().guest(full).fillDisk("disk0");
        Notice notice = next();
        assertEquals(Kind.WRONG, notice.kind());
        assertEquals("full stands still", notice.title());
        assertTrue(notice.text().contains("nothing is lost"), notice.text());
        assertNull(told.poll());
    }

    @Test
    void muchThatEndsAtOnceIsToldTogether() throws Exception {
        try (BackgroundEnds _ = following(jobs, notice -> {
            told.add(notice);
            gate.await();
        })) {
            ends().close();
            fail("first");
            assertEquals("Failed: Make first", next().title());
            for (int i = 0; i < 50; i++) {
                fail("web " + i);
            }
            gate.countDown();
            assertEquals(
                    new Notice(
                            Kind.WRONG,
                            "50 more have ended",
                            "Failed: Make web 0\nFailed: Make web 1\nFailed: Make web 2"),
                    next());
            assertNull(told.poll());
        }
    }
}
