package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.Ulimit;
import dev.hamlet.engine.container.network.BridgeNetworks;
import dev.hamlet.engine.container.volume.MountSources;
import dev.hamlet.engine.container.volume.StoredVolumes;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.ContainerRoot;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.ExitWatch;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of containers: begins them, ends them, and clears away what they left. All but the waiting is for whoever holds the
 * container's lock.
 */
final class ContainerRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRuns.class);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MONITOR_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(5);

    private final HamletPaths paths;
    private final ImageStore images;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final Processes processes;
    private final ContainerFiles files;
    private final Namespaces namespaces;
    private final OciRuntimes runtimes;
    private final BridgeNetworks networks;
    private final StoredVolumes volumes;
    private final UserGroups groups;
    private final RunClearing clearing;

    ContainerRuns(
            HamletPaths paths,
            ImageStore images,
            ProcessLauncher launcher,
            TimeSource time,
            Processes processes,
            ContainerFiles files,
            BridgeNetworks networks,
            StoredVolumes volumes,
            UserGroups groups) {
        this.paths = paths;
        this.images = images;
        this.launcher = launcher;
        this.time = time;
        this.processes = processes;
        this.files = files;
        this.namespaces = images.namespaces();
        this.runtimes = new OciRuntimes(launcher);
        this.networks = networks;
        this.volumes = volumes;
        this.groups = groups;
        this.clearing = new RunClearing(files, processes, images, networks);
    }

    /** Starts a container that does not run; where that fails, nothing is left of it. */
    void launch(ContainerFolder folder, ContainerSpec spec, Launch.Made made)
            throws ProblemException, InterruptedException {
        if (spec.arguments().isEmpty()) {
            throw new ProblemException(new ContainerProblem.EntryPointUnset(spec.name()));
        }
        BundleHost host = BundleHost.look(namespaces);
        requireLimits(spec);
        if (spec.wish().confined() && host.seccomp().isEmpty()) {
            throw new ProblemException(new ContainerProblem.SeccompProfileMissing(
                    BundleHost.PROFILES.getLast(), "golang-github-containers-common"));
        }
        requireWithin(spec, host.processes());
        MountSources.check(spec);
        Optional<Path> init = spec.wish().init() ? Optional.of(runtimes.init()) : Optional.empty();
        OciRuntime runtime = runtime(runtimes.choose());
        Launch launch = new Launch(
                launcher,
                namespaces,
                processes,
                time,
                runtimes.monitor(),
                runtime,
                EndScript.ready(paths.data().resolve("containers")),
                paths.data().resolve("agent"),
                networks,
                groups);
        ContainerFiles.delete(folder.run());
        HamletPaths.makePrivate(folder.run());
        ContainerFiles.writeFleeting(folder.starting(), new byte[0]);
        boolean done = false;
        try {
            ContainerRoot root = images.mount(folder.id().value());
            BundlePlaces places = new BundlePlaces(
                    root.path(), folder.bundle(), group(folder), volumes.places(spec), init, HostDevice.of(spec));
            launch.start(folder, spec, root, places, host, made);
            done = true;
        } finally {
            if (!done) {
                undo(folder);
            }
        }
        Optional<RunRecord> record = record(folder);
        if (record.isPresent() && !files.isLive(folder, record.get())) {
            // Its script sees that it is being started, and leaves it to us.
            noteEnd(folder, record.get());
            clearing.ofTheEarlyEnded(folder, record.get(), runtime);
            ContainerFiles.delete(folder.run());
            return;
        }
        ContainerFiles.delete(folder.starting());
        // One that has ended by now was left to us as well.
        settle(folder);
    }

    private void noteEnd(ContainerFolder folder, RunRecord record) throws ProblemException {
        byte[] end = RunRecordJson.write(files.ended(folder, record));
        if (isRemovedAfter(folder)) {
            ContainerFiles.writeFleeting(folder.end(), end);
        } else {
            ContainerFiles.write(folder.end(), end);
        }
    }

    /** What is asked for beyond the usual is not passed over in silence. */
    private void requireLimits(ContainerSpec spec) throws ProblemException {
        Optional<Problem> unlimited = groups.kept().obstacle(spec.wish().limits());
        if (unlimited.isPresent()) {
            throw new ProblemException(unlimited.get());
        }
    }

    /** What the kernel would refuse anyway, in words of a runtime. */
    private static void requireWithin(ContainerSpec spec, ProcessLimits limits) throws ProblemException {
        for (Ulimit wanted : spec.wish().ulimits()) {
            long most = limits.hard().getOrDefault(wanted.name(), Ulimit.UNLIMITED);
            if (!limits.raisable() && wanted.isBeyond(most)) {
                throw new ProblemException(
                        new ContainerProblem.UlimitBeyond(spec.name(), wanted.name(), wanted.toString(), most));
            }
        }
    }

    /** A group directly below that of this program: none above it is left over. */
    private String group(ContainerFolder folder) throws ProblemException {
        return GroupFigures.OURS + paths.homeId().substring(0, 8) + "-"
                + folder.id().shortened();
    }

    private void undo(ContainerFolder folder) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            clearing.of(folder, record(folder), runtime(runtimes.choose()));
            ContainerFiles.delete(folder.run());
        } catch (ProblemException e) {
            LOG.warn("what a start that failed left is cleared away later", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why nothing can run here; empty where it can. */
    Optional<Problem> obstacle() {
        try {
            Optional<Problem> outside = namespaces.obstacle();
            if (outside.isPresent()) {
                return outside;
            }
            var _ = runtimes.choose();
            var _ = runtimes.monitor();
            return BundleHost.profile().isPresent()
                    ? Optional.empty()
                    : Optional.of(new ContainerProblem.SeccompProfileMissing(
                            BundleHost.PROFILES.getLast(), "golang-github-containers-common"));
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    /** Whether the script at the end of a container starts the agent, which it cannot from inside a namespace. */
    boolean endStartsAgent() {
        return namespaces.isDirect();
    }

    Path monitor() throws ProblemException {
        return runtimes.monitor();
    }

    OciRuntime runtime(Path program) throws ProblemException {
        Path state = paths.data().resolve("containers").resolve("runtime");
        HamletPaths.makePrivate(state);
        return new OciRuntime(launcher, namespaces, program, state);
    }

    /** Clears away what a run that is over, or a start that was cut off, has left; the lock is held. */
    void settle(ContainerFolder folder) throws ProblemException, InterruptedException {
        Optional<RunRecord> record = record(folder);
        if (record.isEmpty()) {
            // A start that was cut off, or a run of which a loss of power has left the note empty.
            if (Evidence.isThere(folder.run())) {
                clearing.of(folder, record(folder), runtime(runtimes.chooseOrName()));
                ContainerFiles.delete(folder.run());
            }
            return;
        }
        OciRuntime runtime = runtime(record.get().runtime());
        if (Evidence.isThere(folder.starting())) {
            if (runtime.status(folder.id()).equals("created")) {
                // Whoever made it was killed before it let the program go: it never ran.
                clearing.of(folder, record, runtime);
                ContainerFiles.delete(folder.run());
                return;
            }
            ContainerFiles.delete(folder.starting());
        }
        if (!files.isLive(folder, record.get())) {
            noteEnd(folder, record.get());
            clearing.of(folder, record, runtime);
            ContainerFiles.delete(folder.run());
        } else if (Evidence.isThere(folder.pausedForImage())) {
            new ImagePause(files, time).end(folder, record.get(), runtime);
        }
    }

    /** The run that is noted; of a note that says nothing only the runtime can tell that nothing runs. */
    private Optional<RunRecord> record(ContainerFolder folder) throws ProblemException, InterruptedException {
        try {
            return files.record(folder);
        } catch (ProblemException e) {
            boolean damaged = e.problem() instanceof ContainerProblem.ContainerUnreadable;
            String status = damaged ? runtime(runtimes.choose()).status(folder.id()) : "";
            if (!damaged || status.equals("running") || status.equals("paused")) {
                throw e;
            }
            LOG.warn(
                    "the note of the run of {} says nothing, and nothing of it runs",
                    folder.id().shortened(),
                    e);
            return Optional.empty();
        }
    }

    private boolean isRemovedAfter(ContainerFolder folder) {
        return files.look(folder)
                .spec()
                .filter(spec -> spec.wish().removedAfter())
                .isPresent();
    }

    /**
     * Sends a container the signal that asks it to end.
     *
     * @return the run that is to end; empty where there is none
     */
    Optional<RunRecord> ask(ContainerFolder folder, ContainerSpec spec) throws ProblemException, InterruptedException {
        settle(folder);
        Optional<RunRecord> record = files.record(folder);
        if (record.isEmpty()) {
            rest(folder);
        } else {
            int signal = SignalName.ofImage(spec.image().stopSignal());
            asked(folder);
            thaw(folder, record.get());
            OciRuntime runtime = runtime(record.get().runtime());
            if (runtime.isThere()) {
                var _ = runtime.kill(folder.id(), signal);
            } else {
                signal(folder, record.get(), Signal.TERM);
            }
        }
        return record;
    }

    /** A person wants the run that goes on to end, and no other one to begin. */
    static void asked(ContainerFolder folder) throws ProblemException {
        ContainerFiles.writeFleeting(folder.asked(), new byte[0]);
    }

    /** A person wants one that does not run to stay so. */
    void rest(ContainerFolder folder) throws ProblemException {
        Optional<RunRecordJson.Ended> last = files.lastEnd(folder).filter(end -> !end.asked());
        if (last.isPresent()) {
            ContainerFiles.write(
                    folder.end(),
                    RunRecordJson.write(last.get().askedFor(processes.self().bootId())));
        }
    }

    /** One that gets no time cannot end; with groups of version 2 it can be killed all the same. */
    private void thaw(ContainerFolder folder, RunRecord record) throws ProblemException, InterruptedException {
        OciRuntime runtime = runtime(record.runtime());
        if (files.isFrozen(record) && runtime.isThere()) {
            var _ = runtime.resume(folder.id());
        }
    }

    /** Kills a container that runs. */
    void end(ContainerFolder folder, ContainerSpec spec) throws ProblemException, InterruptedException {
        settle(folder);
        Optional<RunRecord> record = files.record(folder);
        if (record.isEmpty()) {
            rest(folder);
            return;
        }
        asked(folder);
        thaw(folder, record.get());
        // With the first process of their namespace the kernel kills all.
        signal(folder, record.get(), Signal.KILL);
        if (!ends(folder, record.get(), LAST_PATIENCE)) {
            throw new ProblemException(new ContainerProblem.ContainerNotEnding(spec.name(), LAST_PATIENCE.toSeconds()));
        }
        settle(folder);
    }

    private void signal(ContainerFolder folder, RunRecord record, Signal signal) throws ProblemException {
        try {
            boolean _ = processes.signal(record.process(), signal);
        } catch (NativeException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerCommandFailed(folder.id().shortened(), "kill", WholeFile.reason(e)),
                    e);
        }
    }

    /** Waits for the process, and for its monitor to note how it ended. */
    boolean ends(ContainerFolder folder, RunRecord record, Duration patience)
            throws ProblemException, InterruptedException {
        try (ExitWatch watch = processes.watch(record.process())) {
            if (!watch.await(patience)) {
                return false;
            }
            try (ExitWatch monitor = processes.watch(record.monitor())) {
                // Its last deed is to clear away: whoever waits for the container waits for that too.
                boolean _ = monitor.await(MONITOR_PATIENCE);
            }
        } catch (NativeException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerStartFailed(folder.id().shortened(), String.valueOf(e.getMessage())),
                    e);
        }
        return time.await(() -> !files.isLive(folder, record), LAST_PATIENCE, STEP);
    }
}
