package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.WholeFile;
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
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.ExitStatus;
import dev.hamlet.nativebridge.ExitWatch;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A guest that runs in a QEMU process, started by this process or found by it. */
final class QemuGuest implements RunningGuest {
    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration QUIT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final MachineFolder folder;
    private final @Nullable DetachedProcess child;
    private final TimeSource time;
    private final CommandMonitor monitor;
    private final GuestAgent agent;
    private final RunFolder run;
    private final LiveMonitor live;
    private final GuestGroup group;

    /** As this process or another last noted it, and the file's stamp then. */
    private volatile Noted noted;

    private record Noted(LaunchRecord record, Optional<RunFolder.Stamp> stamp) {}

    /** What the watching of this object's events has seen; others ask the log. */
    private volatile boolean watched;

    private volatile boolean sawShutdown;

    QemuGuest(
            String name,
            MachineFolder folder,
            LaunchRecord record,
            @Nullable DetachedProcess child,
            GuestGroup group,
            TimeSource time) {
        this.name = name;
        this.folder = folder;
        this.child = child;
        this.group = group;
        this.time = time;
        this.monitor = new CommandMonitor(name, folder, time);
        this.agent = new GuestAgent(name, folder, time, AGENT_PATIENCE);
        this.run = new RunFolder(folder);
        this.live = new LiveMonitor(name, monitor, time);
        this.noted = new Noted(record, run.recordStamp());
    }

    @Override
    public LaunchRecord record() {
        Noted last = noted;
        Optional<RunFolder.Stamp> now = run.recordStamp();
        if (now.isEmpty() || now.equals(last.stamp())) {
            return last.record();
        }
        // Another process has given the guest something since. A record of another guest is none of this one.
        try {
            LaunchRecord fresh = run.record()
                    .filter(one -> one.process().equals(last.record().process()))
                    .orElse(last.record());
            noted = new Noted(fresh, now);
            return fresh;
        } catch (IOException e) {
            // Asked again the next time.
            return last.record();
        }
    }

    @Override
    public Set<Setting> live() {
        Set<Setting> able = LiveCommands.able(record().arguments());
        if (group.canLimit()) {
            able.add(Setting.CPU_LIMIT);
        }
        return able;
    }

    @Override
    public Optional<ByteSize> memory() throws ProblemException, InterruptedException {
        return live().contains(Setting.MEMORY) ? Optional.of(live.memory()) : Optional.empty();
    }

    @Override
    public void changeMemory(ByteSize aim) throws ProblemException, InterruptedException {
        live.memory(aim);
    }

    @Override
    public void limitCpu(double processors) throws ProblemException, InterruptedException {
        group.limit(processors);
    }

    @Override
    public void changeCd(String drive, @Nullable Path file) throws ProblemException, InterruptedException {
        live.cd(record(), drive, file);
    }

    @Override
    public void changeLink(boolean connected) throws ProblemException, InterruptedException {
        live.link(connected);
    }

    @Override
    public void addForward(PortForward forward) throws ProblemException, InterruptedException {
        live.add(forward);
    }

    @Override
    public void removeForward(PortForward forward) throws ProblemException, InterruptedException {
        live.remove(forward);
    }

    @Override
    public void limitDisk(DiskSpec disk) throws ProblemException, InterruptedException {
        live.limit(record(), disk);
    }

    @Override
    public void note(MachineSpec has) throws ProblemException, InterruptedException {
        LaunchRecord now = record().with(has, folder);
        run.record(now);
        noted = new Noted(now, run.recordStamp());
    }

    private ProcessIdentity process() {
        return noted.record().process();
    }

    @Override
    public boolean isAlive() {
        return Processes.of().alive(process());
    }

    @Override
    public GuestStatus status() throws ProblemException, InterruptedException {
        try {
            return monitor.talk(STATUS_PATIENCE, qmp -> QemuStatus.of(qmp, run, STATUS_PATIENCE));
        } catch (ProblemException e) {
            boolean noAnswer = e.problem() instanceof HypervisorProblem.MonitorSilent
                    || e.problem() instanceof HypervisorProblem.MonitorLost
                    || e.problem() instanceof MachineProblem.MachineBusy;
            if (noAnswer && isAlive()) {
                return GuestStatus.SILENT;
            }
            throw e;
        }
    }

    @Override
    public void pause() throws ProblemException, InterruptedException {
        monitor.execute(QmpCommand.of("stop"));
    }

    @Override
    public void resume() throws ProblemException, InterruptedException {
        monitor.execute(QmpCommand.of("cont"));
    }

    @Override
    public void reset() throws ProblemException, InterruptedException {
        monitor.execute(QmpCommand.of("system_reset"));
    }

    @Override
    public void requestShutdown() throws ProblemException, InterruptedException {
        monitor.execute(QmpCommand.of("system_powerdown"));
    }

    @Override
    public void forceOff() throws ProblemException, InterruptedException {
        run.noteForced();
        try {
            monitor.talk(STATUS_PATIENCE, qmp -> qmp.execute(QmpCommand.of("quit"), STATUS_PATIENCE));
        } catch (ProblemException e) {
            if (!(e.problem() instanceof HypervisorProblem) && !(e.problem() instanceof MachineProblem)) {
                throw e;
            }
            // A monitor that does not answer, or whose last answer was lost with it, must not keep the guest.
        }
        if (!awaitProcess(QUIT_PATIENCE)) {
            kill();
        }
    }

    @Override
    public void kill() throws ProblemException, InterruptedException {
        run.noteForced();
        try {
            Processes.of().signal(process(), Signal.KILL);
        } catch (NativeException e) {
            throw processFailure(e);
        }
        if (!awaitProcess(KILL_PATIENCE)) {
            throw new ProblemException(new HypervisorProblem.MonitorSilent(name, KILL_PATIENCE.toSeconds()));
        }
    }

    @Override
    public byte[] picture() throws ProblemException, InterruptedException {
        if (QemuProbe.isOlder(record().version(), "7.1")) {
            throw new ProblemException(
                    new HypervisorProblem.NotSupported("a picture of the screen", "QEMU " + record().version()));
        }
        return Screenshot.take(monitor, folder);
    }

    @Override
    public Optional<List<GuestInterface>> interfaces() throws InterruptedException {
        return agent.interfaces();
    }

    @Override
    public boolean sharesClipboard() throws ProblemException, InterruptedException {
        // A guest that was started without the channel is spared the question.
        return record().arguments().stream().anyMatch(QemuArguments::isClipboard)
                && monitor.execute(QmpCommand.of("query-chardev")).elements().stream()
                        .anyMatch(
                                one -> one.text("label").equals(QemuArguments.CLIPBOARD) && one.flag("frontend-open"));
    }

    @Override
    public Optional<Watch> watch(Consumer<GuestEvent> listener) throws ProblemException, InterruptedException {
        Optional<GuestEvents> events = GuestEvents.open(name, folder, this::awaitProcess, listener, this::seen);
        watched = watched || events.isPresent();
        return events.map(watch -> watch);
    }

    /** How the guest ended, as its watcher is told; notes what the watcher has seen. */
    private GuestEnd seen(boolean shutDown) {
        sawShutdown = sawShutdown || shutDown;
        return end();
    }

    @Override
    public SerialLine serial(boolean take) throws ProblemException, InterruptedException {
        new QemuLog(folder).boundSerial();
        return SerialHolder.open(name, folder, time, take);
    }

    @Override
    public DisplaySession display(DisplayListener listener) throws ProblemException {
        try {
            return DisplaySession.open(name, UnixSockets.connect(folder.run(), MachineFolder.DISPLAY_SOCKET), listener);
        } catch (IOException e) {
            throw new ProblemException(new DisplayProblem.DisplayGone(name, WholeFile.reason(e)), e);
        }
    }

    @Override
    public Optional<GuestEnd> awaitEnd(Duration limit) throws InterruptedException {
        return awaitProcess(limit) ? Optional.of(end()) : Optional.empty();
    }

    private GuestEnd end() {
        group.leave();
        ExitStatus status = child == null ? null : child.poll().orElse(null);
        return new GuestEnding(folder, time).end(status, watched, sawShutdown);
    }

    private boolean awaitProcess(Duration limit) throws InterruptedException {
        if (child != null) {
            return child.waitFor(limit).isPresent();
        }
        try (ExitWatch watch = Processes.of().watch(process())) {
            return watch.await(limit);
        } catch (NativeException e) {
            // No descriptor left for a watch: look again and again instead.
            return time.await(() -> !isAlive(), limit, Duration.ofMillis(50));
        }
    }

    private ProblemException processFailure(NativeException e) {
        return new ProblemException(
                new HostProblem.FileUnusable(
                        Path.of("/proc", Long.toString(process().pid())), WholeFile.reason(e)),
                e);
    }

    @Override
    public void close() {
        // Commands connect for themselves and watchers are closed by those who opened them: nothing is held.
    }
}
