package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how one machine truly is, from its files, the process and its monitor, and mends what a killed Hamlet left
 * half-made. Called with the machine's commands held off; events of a watched guest come in between.
 */
final class Observation {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private final MachineContext context;
    private final MachineFiles files;
    private final Condition condition;
    private final Consumer<MachineEvent> publish;
    private Optional<MachineFiles.Stamp> specStamp = Optional.empty();
    private boolean specRead;
    private boolean following;
    /** Asked about by other threads. */
    private volatile RunningGuest.@Nullable Watch watch;

    Observation(MachineContext context, MachineFiles files, Condition condition, Consumer<MachineEvent> publish) {
        this.context = context;
        this.files = files;
        this.condition = condition;
        this.publish = publish;
    }

    /** From now on this process wants the guest's events, where no other process has them. */
    void follow() {
        following = true;
    }

    /** Whether this process receives the guest's events. */
    boolean isWatching() {
        return watch != null;
    }

    /** Lets go of the guest; it runs on. */
    void close() {
        dropWatch();
        RunningGuest guest = condition.guest();
        if (guest != null) {
            guest.close();
        }
    }

    /** Looks at everything once. */
    void look() throws ProblemException, InterruptedException {
        Optional<MachineFiles.Stamp> stamp = files.specStamp();
        if (stamp.isEmpty() && !Files.isDirectory(files.folder().path())) {
            condition.settle(MachineState.DELETED);
            return;
        }
        readSpec(stamp);
        RunningGuest guest = condition.guest();
        if (guest != null && !guest.isAlive()) {
            ended(guest, guest.awaitEnd(Duration.ZERO).orElse(null));
            guest = null;
        }
        if (guest == null) {
            guest = context.hypervisor().adopt(files.folder()).orElse(null);
        }
        if (guest == null) {
            settleWithoutGuest();
        } else {
            settle(guest);
        }
    }

    private void readSpec(Optional<MachineFiles.Stamp> stamp) {
        if (specRead && stamp.equals(specStamp)) {
            return;
        }
        specStamp = stamp;
        specRead = true;
        try {
            condition.spec(files.readSpec());
        } catch (ProblemException e) {
            condition.unreadable(e);
        }
    }

    private void settleWithoutGuest() throws ProblemException {
        if (condition.isBeingStarted()) {
            return;
        }
        if (files.isStartMarked() && files.isLocked()) {
            condition.settle(MachineState.STARTING);
            return;
        }
        if (files.isStartMarked() || (files.hasLaunchRecord() && !files.isWatched())) {
            mend();
        }
        condition.withoutGuest(files.readLastEnd().orElse(null));
    }

    /** A start that was cut off, or an end that nobody saw: puts the folder in order, if nobody else is about to. */
    private void mend() throws ProblemException {
        Optional<FileLock> lock = files.tryLock();
        if (lock.isEmpty()) {
            return;
        }
        try (FileLock _ = lock.get()) {
            if (files.hasLaunchRecord()) {
                files.writeLastEnd(unseen());
            }
            files.clearRun();
            files.unmarkStart();
        }
    }

    /** The end of a guest that nobody saw end: what it left behind may say how. */
    private GuestEnd unseen() {
        return context.hypervisor()
                .pastEnd(files.folder())
                .orElseGet(() -> new GuestEnd(
                        GuestEnd.How.UNSEEN,
                        "",
                        files.lastLogLines(),
                        context.time().now()));
    }

    private void settle(RunningGuest guest) throws ProblemException, InterruptedException {
        if (watch != null) {
            // The guest's events tell the rest; the watch goes when that guest does. What it was given by another
            // process
            // is in its record.
            condition.again();
            return;
        }
        GuestStatus status = guest.status();
        if (status == GuestStatus.PRELAUNCH && !startGoesOn(guest)) {
            return;
        }
        if (condition.guest() == null) {
            condition.attached(guest, stateOf(status));
        }
        apply(guest, status);
        if (following && watch == null && status != GuestStatus.PRELAUNCH) {
            listenTo(guest);
        }
    }

    /** A guest that was made and never told to run, and whose starter is gone, is taken back. */
    private boolean startGoesOn(RunningGuest guest) throws ProblemException, InterruptedException {
        Optional<FileLock> lock = files.tryLock();
        if (lock.isEmpty()) {
            return true;
        }
        try (FileLock _ = lock.get()) {
            if (guest.status() != GuestStatus.PRELAUNCH) {
                return true;
            }
            LOG.info(
                    "{}: ends a guest whose start was cut off",
                    files.folder().path().getFileName());
            guest.kill();
            guest.close();
            files.clearRun();
            files.unmarkStart();
        }
        condition.withoutGuest(files.readLastEnd().orElse(null));
        return false;
    }

    /** Takes the guest's events, if no other process has them. */
    void listenTo(RunningGuest guest) throws ProblemException, InterruptedException {
        if (following && watch == null) {
            watch = guest.watch(event -> heard(guest, event)).orElse(null);
        }
    }

    private void heard(RunningGuest guest, GuestEvent event) {
        try {
            switch (event) {
                case GuestEvent.StatusChanged(GuestStatus status) -> apply(guest, status);
                case GuestEvent.ShuttingDown shutdown -> condition.settleWhile(guest, MachineState.STOPPING);
                case GuestEvent.Restarted restarted ->
                    publish.accept(new MachineEvent.Restarted(
                            new MachineId(String.valueOf(files.folder().path().getFileName()))));
                case GuestEvent.DiskFailed failed -> condition.paused(guest, diskProblem(failed));
                case GuestEvent.MemoryChanged memory -> {
                    // Shown with the live figures, which ask for it.
                }
                case GuestEvent.Ended(GuestEnd end) -> ended(guest, end);
            }
        } catch (ProblemException e) {
            LOG.warn("an event of {} could not be followed up", condition.name(), e);
        }
    }

    private Problem diskProblem(GuestEvent.DiskFailed failed) {
        return failed.noSpace()
                ? diskFull(failed.disk())
                : new MachineProblem.PausedDiskError(condition.name(), failed.disk(), failed.why());
    }

    private Problem diskFull(String disk) {
        MachineSpec spec = condition.spec();
        Path file = spec == null
                ? files.folder().disks()
                : spec.disks().stream()
                        .filter(one -> one.id().equals(disk))
                        .findFirst()
                        .or(() -> spec.disks().stream().findFirst())
                        .map(one -> files.folder().resolve(one.file()))
                        .orElse(files.folder().disks());
        return new MachineProblem.PausedDiskFull(
                condition.name(), file, HostCapacity.diskFree(file).bytes());
    }

    /** Brings the state in line with what the hypervisor answered about that guest. */
    void apply(RunningGuest guest, GuestStatus status) {
        condition.silent(guest, status == GuestStatus.SILENT);
        switch (status) {
            case PAUSED, PAUSED_NO_SPACE, PAUSED_DISK_ERROR ->
                condition.paused(guest, obstacle(status).orElse(null));
            case RUNNING -> condition.runs(guest);
            case SILENT -> {
                // The last known state stands, with the notice.
            }
            case PRELAUNCH, PANICKED, SHUT_DOWN -> condition.settleWhile(guest, stateOf(status));
        }
    }

    /** What keeps a guest of this status from going on, beside the user's will. */
    Optional<Problem> obstacle(GuestStatus status) {
        return switch (status) {
            case PAUSED_NO_SPACE -> Optional.of(diskFull(""));
            case PAUSED_DISK_ERROR ->
                Optional.of(new MachineProblem.PausedDiskError(condition.name(), "", "input or output failed"));
            case PRELAUNCH, RUNNING, PAUSED, SILENT, PANICKED, SHUT_DOWN -> Optional.empty();
        };
    }

    private static MachineState stateOf(GuestStatus status) {
        return switch (status) {
            case PRELAUNCH -> MachineState.STARTING;
            case RUNNING, SILENT, PANICKED -> MachineState.RUNNING;
            case PAUSED, PAUSED_NO_SPACE, PAUSED_DISK_ERROR -> MachineState.PAUSED;
            case SHUT_DOWN -> MachineState.STOPPING;
        };
    }

    /**
     * That guest has ended: keeps how, clears its run folder, and settles at STOPPED. Harmless if it was done before, or
     * if another guest of the machine runs by now.
     *
     * @param end how it ended, or null where this process cannot say
     */
    void ended(RunningGuest guest, @Nullable GuestEnd end) throws ProblemException {
        GuestEnd known = end == null ? files.readLastEnd().orElseGet(this::unseen) : end;
        if (!condition.detached(guest, known)) {
            return;
        }
        try {
            keepEnd(known);
        } finally {
            // Last: this may be the watch's own thread, which its end interrupts.
            dropWatch();
        }
    }

    private void keepEnd(GuestEnd known) throws ProblemException {
        Optional<FileLock> lock = files.tryLock();
        if (lock.isEmpty()) {
            // Whoever has it starts or mends the machine and clears the folder.
            return;
        }
        try (FileLock _ = lock.get()) {
            if (context.hypervisor().adopt(files.folder()).isEmpty()) {
                files.writeLastEnd(known);
                files.clearRun();
                files.unmarkStart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dropWatch() {
        RunningGuest.Watch old = watch;
        watch = null;
        if (old != null) {
            old.close();
        }
    }
}
