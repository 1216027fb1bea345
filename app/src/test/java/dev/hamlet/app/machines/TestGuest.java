package dev.hamlet.app.machines;

import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A guest in memory: does as it is told, or not, as the test says. */
final class TestGuest implements RunningGuest {
    private final LaunchRecord record;
    private final CompletableFuture<GuestEnd> end = new CompletableFuture<>();
    private volatile GuestStatus status = GuestStatus.RUNNING;
    private volatile boolean obeys = true;
    private volatile boolean full;
    private @Nullable Consumer<GuestEvent> listener;

    TestGuest(List<PortForward> forwards) {
        record = new LaunchRecord(
                new ProcessIdentity(4711, 1, "boot"),
                "qemu",
                "7.2.22",
                "tcg",
                "pc-q35-7.2",
                "nobody",
                Instant.now(),
                forwards,
                List.of());
    }

    /** From now on it hears no power button. */
    void ignoreShutdown() {
        obeys = false;
    }

    /** The disk is full: it pauses now, and again after each resume. */
    void fillDisk() {
        full = true;
        tell(new GuestEvent.DiskFailed("disk0", true, "no space"));
        become(GuestStatus.PAUSED_NO_SPACE);
    }

    /** There is room again. */
    void freeDisk() {
        full = false;
    }

    /** Its monitor answers no more. */
    void fallSilent() {
        become(GuestStatus.SILENT);
    }

    /** Its process ends by itself. */
    void crash(List<String> lines) {
        end(new GuestEnd(GuestEnd.How.UNEXPECTED, "signal 11", lines, Instant.now()));
    }

    private void become(GuestStatus next) {
        status = next;
        tell(new GuestEvent.StatusChanged(next));
    }

    private void end(GuestEnd how) {
        if (end.complete(how)) {
            tell(new GuestEvent.Ended(how));
        }
    }

    private void tell(GuestEvent event) {
        Consumer<GuestEvent> told;
        synchronized (this) {
            told = listener;
        }
        if (told != null) {
            told.accept(event);
        }
    }

    @Override
    public LaunchRecord record() {
        return record;
    }

    @Override
    public boolean isAlive() {
        return !end.isDone();
    }

    @Override
    public GuestStatus status() {
        return status;
    }

    @Override
    public void pause() {
        become(GuestStatus.PAUSED);
    }

    @Override
    public void resume() {
        become(full ? GuestStatus.PAUSED_NO_SPACE : GuestStatus.RUNNING);
    }

    @Override
    public void reset() {
        tell(new GuestEvent.Restarted());
    }

    @Override
    public void requestShutdown() {
        if (obeys) {
            end(new GuestEnd(GuestEnd.How.GUEST_SHUTDOWN, "exit code 0", List.of(), Instant.now()));
        }
    }

    @Override
    public void forceOff() {
        end(new GuestEnd(GuestEnd.How.FORCED, "", List.of(), Instant.now()));
    }

    @Override
    public void kill() {
        end(new GuestEnd(GuestEnd.How.FORCED, "signal 9", List.of(), Instant.now()));
    }

    @Override
    public void screenshot(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized Optional<Watch> watch(Consumer<GuestEvent> told) {
        listener = told;
        return Optional.of(() -> {
            synchronized (this) {
                listener = null;
            }
        });
    }

    @Override
    public SerialLine serial(boolean take) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<GuestEnd> awaitEnd(Duration limit) throws InterruptedException {
        try {
            return Optional.of(end.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {}
}
