package dev.hamlet.engine.hypervisor.fake;

import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.hypervisor.HostPorts;
import dev.hamlet.engine.hypervisor.StartChecks;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.Setting;
import dev.hamlet.engine.problem.DisplayProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.usage.MonitorFigures;
import dev.hamlet.engine.usage.Usage;
import dev.hamlet.engine.usage.UsageCounters;
import dev.hamlet.nativebridge.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A guest in memory. What a real guest or its host would do, this one does when it is told: shut down, crash, run out of
 * disk. Safe for use by many threads.
 */
public final class FakeGuest {
    private final String name;
    private final MachineFolder folder;
    private final TimeSource time;
    private final FakeLoad load;
    private final FakeDisplay display;
    private final CountDownLatch over = new CountDownLatch(1);
    private GuestStatus status = GuestStatus.RUNNING;
    private boolean ignoresShutdown;
    private boolean silent;
    private boolean diskFull;
    private volatile PictureSource screen = () -> FakePicture.of(720, 400, 0x20);
    private Optional<List<GuestInterface>> agent = Optional.empty();
    private boolean sharesClipboard;
    private boolean holdsCd;
    private boolean keepsMemory;
    private Set<Setting> live = EnumSet.of(
            Setting.CPU_LIMIT, Setting.MEMORY, Setting.CDS, Setting.CONNECTED, Setting.FORWARDS, Setting.DISK_LIMITS);
    private LaunchRecord record;
    private ByteSize memory;
    private @Nullable FakeWatch watch;
    private @Nullable FakeSerialLine serial;
    private @Nullable GuestEnd end;

    /** What a guest shows when its screen is pictured. */
    @FunctionalInterface
    public interface PictureSource {
        /** The content of a PNG file; may take long. */
        byte[] get() throws ProblemException, InterruptedException;
    }

    FakeGuest(String name, MachineFolder folder, LaunchRecord record, TimeSource time) {
        this.name = name;
        this.folder = folder;
        this.record = record;
        this.memory = record.memory();
        this.time = time;
        this.display = new FakeDisplay(name, folder);
        this.load = new FakeLoad(record.vcpus(), record.memory(), time);
    }

    /** Whether it has not ended. */
    public synchronized boolean isAlive() {
        return end == null;
    }

    /** From now on it heeds its power button, or does not. */
    public synchronized void ignoreShutdown(boolean ignore) {
        ignoresShutdown = ignore;
    }

    /** From now on its monitor answers, or does not. */
    public synchronized void silent(boolean now) {
        silent = now;
    }

    /** The guest shuts itself down. */
    public void shutDown() {
        tell(new GuestEvent.ShuttingDown(true));
        end(GuestEnd.How.GUEST_SHUTDOWN, "exit code 0", List.of());
    }

    /** The guest restarts. */
    public void restart() {
        tell(new GuestEvent.Restarted());
    }

    /** The process ends by itself, with these last words. */
    public void crash(String... lastLines) {
        end(GuestEnd.How.UNEXPECTED, "signal 11", List.of(lastLines));
    }

    /** The host's disk runs full under the guest; it stands still until there is room and it is resumed. */
    public void fillDisk(String disk) {
        synchronized (this) {
            diskFull = true;
        }
        tell(new GuestEvent.DiskFailed(disk, true, "No space left on device"));
        become(GuestStatus.PAUSED_NO_SPACE);
    }

    /** There is room again on the host's disk. */
    public synchronized void freeDisk() {
        diskFull = false;
    }

    /** A disk fails; the guest stands still. */
    public void breakDisk(String disk) {
        tell(new GuestEvent.DiskFailed(disk, false, "Input/output error"));
        become(GuestStatus.PAUSED_DISK_ERROR);
    }

    /** The guest panics. */
    public void panic() {
        become(GuestStatus.PANICKED);
    }

    /** From now on it lets go of its CDs, or does not. */
    public synchronized void holdCds(boolean hold) {
        holdsCd = hold;
    }

    /** From now on it gives memory back when it is asked, or keeps what it has. */
    public synchronized void keepMemory(boolean keep) {
        keepsMemory = keep;
    }

    /** From now on it can be given these settings while it runs, and no others. */
    public synchronized void live(Set<Setting> able) {
        live = Set.copyOf(able);
    }

    /** The balloon has left the guest so much memory. */
    public void memory(ByteSize actual) {
        synchronized (this) {
            load.memory(actual);
            memory = actual;
        }
        tell(new GuestEvent.MemoryChanged(actual));
    }

    /** From now on its screen is pictured so. It was of one colour before. */
    public void screen(PictureSource pictured) {
        screen = pictured;
    }

    /** Its display, to be painted on and to be asked what came to it. */
    public FakeDisplay display() {
        return display;
    }

    /** From now on an agent runs in it and tells of these interfaces. There was none before. */
    public synchronized void agent(List<GuestInterface> interfaces) {
        agent = Optional.of(List.copyOf(interfaces));
    }

    /** From now on an agent in it shares its clipboard, or none does any more. */
    public synchronized void shareClipboard(boolean share) {
        sharesClipboard = share;
    }

    /** From now on the guest uses this while it runs; what is NaN cannot be measured of it. It was idle before. */
    public synchronized void use(Usage usage) {
        load.settle(status == GuestStatus.RUNNING);
        load.use(usage);
    }

    /** What it has used, if this is its record. */
    synchronized Optional<UsageCounters> counters(LaunchRecord launch) {
        if (end != null || !launch.equals(record)) {
            return Optional.empty();
        }
        load.settle(status == GuestStatus.RUNNING);
        return Optional.of(load.counters());
    }

    synchronized MonitorFigures ask() throws ProblemException {
        requireMonitor();
        load.settle(status == GuestStatus.RUNNING);
        return load.monitor();
    }

    RunningGuest handle() {
        return new Handle();
    }

    private void become(GuestStatus next) {
        boolean changed;
        synchronized (this) {
            changed = end == null && status != next;
            if (changed) {
                load.settle(status == GuestStatus.RUNNING);
                status = next;
            }
        }
        if (changed) {
            tell(new GuestEvent.StatusChanged(next));
        }
    }

    private synchronized void tell(GuestEvent event) {
        if (watch != null) {
            watch.add(event);
        }
    }

    private void end(GuestEnd.How how, String detail, List<String> lastLines) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = new GuestEnd(how, detail, lastLines, time.now());
            tell(new GuestEvent.Ended(end));
            if (serial != null) {
                serial.hangUp();
            }
        }
        display.hangUp();
        over.countDown();
    }

    private synchronized void released(FakeWatch gone) {
        if (watch == gone) {
            watch = null;
        }
    }

    /** A command's way to the monitor: refused where a real one would be. */
    private synchronized void requireMonitor() throws ProblemException {
        if (end != null) {
            throw new ProblemException(new HypervisorProblem.MonitorLost("the guest has ended"));
        }
        if (silent) {
            throw new ProblemException(new HypervisorProblem.MonitorSilent(name, 3));
        }
    }

    private final class Handle implements RunningGuest {
        @Override
        public LaunchRecord record() {
            synchronized (FakeGuest.this) {
                return record;
            }
        }

        @Override
        public Set<Setting> live() {
            synchronized (FakeGuest.this) {
                return live;
            }
        }

        @Override
        public Optional<ByteSize> memory() throws ProblemException {
            requireMonitor();
            synchronized (FakeGuest.this) {
                return live.contains(Setting.MEMORY) ? Optional.of(memory) : Optional.empty();
            }
        }

        @Override
        public void changeMemory(ByteSize aim) throws ProblemException {
            requireMonitor();
            boolean keeps;
            synchronized (FakeGuest.this) {
                keeps = keepsMemory;
            }
            if (!keeps) {
                FakeGuest.this.memory(aim);
            }
        }

        @Override
        public void limitCpu(double processors) throws ProblemException {
            requireMonitor();
        }

        @Override
        public void changeCd(String drive, @Nullable Path file) throws ProblemException {
            requireMonitor();
            if (file != null) {
                StartChecks.cd(name, file);
            }
            synchronized (FakeGuest.this) {
                if (holdsCd) {
                    throw new ProblemException(new MachineProblem.CdLocked(name, drive));
                }
            }
        }

        @Override
        public void changeLink(boolean connected) throws ProblemException {
            requireMonitor();
        }

        @Override
        public void addForward(PortForward forward) throws ProblemException {
            requireMonitor();
            HostPorts.check(name, List.of(forward));
        }

        @Override
        public void removeForward(PortForward forward) throws ProblemException {
            requireMonitor();
        }

        @Override
        public void limitDisk(DiskSpec disk) throws ProblemException {
            requireMonitor();
        }

        @Override
        public void note(MachineSpec has) {
            synchronized (FakeGuest.this) {
                record = record.with(has, folder);
            }
        }

        @Override
        public boolean isAlive() {
            return FakeGuest.this.isAlive();
        }

        @Override
        public GuestStatus status() throws ProblemException {
            synchronized (FakeGuest.this) {
                if (end == null && silent) {
                    return GuestStatus.SILENT;
                }
                requireMonitor();
                return status;
            }
        }

        @Override
        public void pause() throws ProblemException {
            requireMonitor();
            become(GuestStatus.PAUSED);
        }

        @Override
        public void resume() throws ProblemException {
            requireMonitor();
            boolean full;
            synchronized (FakeGuest.this) {
                full = diskFull;
            }
            become(GuestStatus.RUNNING);
            if (full) {
                // The write that failed is tried again, and fails again.
                become(GuestStatus.PAUSED_NO_SPACE);
            }
        }

        @Override
        public void reset() throws ProblemException {
            requireMonitor();
            restart();
        }

        @Override
        public void requestShutdown() throws ProblemException {
            requireMonitor();
            boolean obeys;
            synchronized (FakeGuest.this) {
                obeys = !ignoresShutdown && status == GuestStatus.RUNNING;
            }
            if (obeys) {
                shutDown();
            }
        }

        @Override
        public void forceOff() {
            tell(new GuestEvent.ShuttingDown(false));
            end(GuestEnd.How.FORCED, "exit code 0", List.of());
        }

        @Override
        public void kill() {
            end(GuestEnd.How.FORCED, "signal 9", List.of());
        }

        @Override
        public byte[] picture() throws ProblemException, InterruptedException {
            requireMonitor();
            return screen.get();
        }

        @Override
        public Optional<List<GuestInterface>> interfaces() throws ProblemException {
            synchronized (FakeGuest.this) {
                return end == null ? agent : Optional.empty();
            }
        }

        @Override
        public boolean sharesClipboard() throws ProblemException {
            requireMonitor();
            synchronized (FakeGuest.this) {
                return sharesClipboard;
            }
        }

        @Override
        public Optional<Watch> watch(Consumer<GuestEvent> listener) {
            synchronized (FakeGuest.this) {
                if (watch != null || end != null) {
                    return Optional.empty();
                }
                watch = new FakeWatch(name, listener, FakeGuest.this::released);
                watch.add(new GuestEvent.StatusChanged(status));
                return Optional.of(watch);
            }
        }

        @Override
        public SerialLine serial(boolean take) throws ProblemException {
            synchronized (FakeGuest.this) {
                requireMonitor();
                if (serial != null && serial.isHeld()) {
                    if (!take) {
                        throw new ProblemException(new MachineProblem.SerialHeld(
                                name, Processes.of().self().pid()));
                    }
                    serial.hangUp();
                }
                serial = FakeSerialLine.open(folder, name);
                return serial;
            }
        }

        @Override
        public DisplaySession display(DisplayListener listener) throws ProblemException {
            if (!FakeGuest.this.isAlive()) {
                throw new ProblemException(new DisplayProblem.DisplayGone(name, "the guest has ended"));
            }
            return display.open(listener);
        }

        @Override
        public Optional<GuestEnd> awaitEnd(Duration limit) throws InterruptedException {
            if (!over.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            synchronized (FakeGuest.this) {
                return Optional.ofNullable(end);
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
