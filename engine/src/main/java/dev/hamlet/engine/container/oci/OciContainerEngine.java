package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.image.ContainerRoot;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.ExitWatch;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers of this home, run as root by an OCI runtime under conmon. A container outlives this program; what it left when
 * it ended is cleared away by whoever next looks at it. Safe for use by many threads and processes.
 */
public final class OciContainerEngine implements ContainerEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OciContainerEngine.class);
    private static final int KILL = 9;
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(5);

    private final HamletPaths paths;
    private final ImageStore images;
    private final ProcessLauncher launcher;
    private final Jobs jobs;
    private final TimeSource time;
    private final Processes processes = Processes.of();
    private final ContainerFiles files;
    private final ContainerNames names;
    private final OciRuntimes runtimes;

    /** The engine of this home; touches nothing yet. */
    public OciContainerEngine(
            HamletPaths paths, ImageStore images, ProcessLauncher launcher, Jobs jobs, TimeSource time) {
        this.paths = paths;
        this.images = images;
        this.launcher = launcher;
        this.jobs = jobs;
        this.time = time;
        this.files = new ContainerFiles(paths.data().resolve("containers").resolve("instances"), processes);
        this.names = new ContainerNames(files, time);
        this.runtimes = new OciRuntimes(launcher);
    }

    @Override
    public List<ContainerSnapshot> list() throws ProblemException, InterruptedException {
        if (Users.isRoot()) {
            sweep();
        }
        return names.all();
    }

    @Override
    public ContainerSnapshot find(String nameOrId) throws ProblemException {
        return names.find(nameOrId);
    }

    /** Clears away what ended or was cut off while nobody looked. */
    private void sweep() throws ProblemException, InterruptedException {
        for (ContainerFolder half : files.halves()) {
            try (FileLock lock = new Turn(half.lock(), time).takeIfFree().orElse(null)) {
                if (lock != null && Files.exists(half.path())) {
                    LOG.info(
                            "removes {}, whose making or removal was cut off",
                            half.id().shortened());
                    images.release(half.id().value());
                    ContainerFiles.delete(half.path());
                }
            } catch (ProblemException e) {
                // Somebody may still look into it; the next look tries again.
                LOG.warn("{} could not be removed", half.id().shortened(), e);
            }
        }
        for (ContainerFolder folder : files.list()) {
            boolean spent = files.record(folder)
                            .filter(record -> !files.isLive(folder, record))
                            .isPresent()
                    || Files.exists(folder.starting());
            ContainerSnapshot seen = files.look(folder);
            boolean over = seen.state() == ContainerState.EXITED
                    && seen.spec().filter(spec -> spec.wish().removedAfter()).isPresent();
            if (spent || over) {
                sweep(folder, over);
            }
        }
    }

    private void sweep(ContainerFolder folder, boolean over) throws ProblemException, InterruptedException {
        try (FileLock lock = new Turn(folder.lock(), time).takeIfFree().orElse(null);
                FileLock attended =
                        new Turn(folder.attended(), time).takeIfFree().orElse(null)) {
            if (lock != null) {
                settle(folder);
                if (over && attended != null) {
                    erase(folder);
                }
            }
        } catch (ProblemException e) {
            // Others are listed all the same; the next look tries again.
            LOG.warn(
                    "what container {} left could not be cleared away",
                    folder.id().shortened(),
                    e);
        }
    }

    @Override
    public Job<ContainerSnapshot> create(String image, String name, ContainerWish wish) {
        return jobs.start(Phrase.of("job.container-create", image), progress -> make(image, name, wish, progress));
    }

    private ContainerSnapshot make(String image, String name, ContainerWish wish, Progress progress)
            throws ProblemException, InterruptedException {
        requireRoot(name.isEmpty() ? image : name);
        Image found = images.resolve(image);
        ContainerId id = ContainerId.random();
        ContainerSpec draft = new ContainerSpec(
                        id,
                        name.isEmpty() ? names.suggestion(found) : name,
                        ImageDefaults.of(found),
                        wish,
                        time.now(),
                        ContainerSpecJson.UnknownKeys.NONE)
                .checked();
        names.requireFree(draft.name());
        ContainerFolder half = files.half(id);
        HamletPaths.makePrivate(half.path());
        boolean done = false;
        try (FileLock _ = lock(half, draft.name())) {
            try {
                ContainerRoot _ = images.prepare(found, id.value(), progress);
                images.unmount(id.value());
                names.take(name.isEmpty(), draft, spec -> {
                    ContainerFiles.write(half.spec(), ContainerSpecJson.write(spec));
                    ContainerFiles.move(half.path(), files.folder(id).path());
                });
                done = true;
            } finally {
                if (!done) {
                    takeBack(half);
                }
            }
        }
        return files.look(files.folder(id));
    }

    /** Removes what was made, also for whoever was interrupted; what cannot be removed is swept later. */
    private void takeBack(ContainerFolder half) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            images.release(half.id().value());
            ContainerFiles.delete(half.path());
        } catch (ProblemException e) {
            LOG.warn("a container that was made for nothing is removed later", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Job<ContainerSnapshot> start(String nameOrId) {
        return jobs.start(Phrase.of("job.container-start", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            try (FileLock _ = lock(folder, spec.name())) {
                settle(folder);
                if (!files.look(folder).state().isLive()) {
                    launch(folder, spec);
                }
                return files.look(folder);
            }
        });
    }

    private void launch(ContainerFolder folder, ContainerSpec spec) throws ProblemException, InterruptedException {
        requireRoot(spec.name());
        if (spec.arguments().isEmpty()) {
            throw new ProblemException(new ContainerProblem.EntryPointUnset(spec.name()));
        }
        BundleHost host = BundleHost.look();
        if (spec.wish().confined() && host.seccomp().isEmpty()) {
            throw new ProblemException(new ContainerProblem.SeccompProfileMissing(
                    BundleHost.PROFILES.getLast(), "golang-github-containers-common"));
        }
        Launch launch = new Launch(launcher, processes, time, runtimes.monitor(), runtime(runtimes.choose()));
        ContainerFiles.delete(folder.run());
        HamletPaths.makePrivate(folder.run());
        ContainerFiles.write(folder.starting(), new byte[0]);
        boolean done = false;
        try {
            ContainerRoot root = images.mount(folder.id().value());
            launch.start(folder, spec, root, group(folder), host);
            done = true;
        } finally {
            if (done) {
                ContainerFiles.delete(folder.starting());
            } else {
                undo(folder);
            }
        }
    }

    /** A group directly below that of this program: none above it is left over. */
    private String group(ContainerFolder folder) throws ProblemException {
        return "/hamlet-" + paths.homeId().substring(0, 8) + "-" + folder.id().shortened();
    }

    private void undo(ContainerFolder folder) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            clear(folder, runtime(runtimes.choose()));
            ContainerFiles.delete(folder.run());
        } catch (ProblemException e) {
            LOG.warn("what a start that failed left is cleared away later", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private OciRuntime runtime(java.nio.file.Path program) throws ProblemException {
        java.nio.file.Path state = paths.data().resolve("containers").resolve("runtime");
        HamletPaths.makePrivate(state);
        return new OciRuntime(launcher, program, state);
    }

    /** Clears away what a run that is over, or a start that was cut off, has left; the lock is held. */
    private void settle(ContainerFolder folder) throws ProblemException, InterruptedException {
        Optional<RunRecord> record = files.record(folder);
        if (record.isEmpty()) {
            if (Files.exists(folder.starting())) {
                clear(folder, runtime(runtimes.choose()));
                ContainerFiles.delete(folder.run());
            }
            return;
        }
        OciRuntime runtime = runtime(record.get().runtime());
        if (Files.exists(folder.starting())) {
            if (runtime.status(folder.id()).equals("created")) {
                // Whoever made it was killed before it let the program go: it never ran.
                clear(folder, runtime);
                ContainerFiles.delete(folder.run());
                return;
            }
            ContainerFiles.delete(folder.starting());
        }
        if (!files.isLive(folder, record.get())) {
            ContainerFiles.write(folder.end(), RunRecordJson.write(ContainerFiles.ended(folder, record.get())));
            clear(folder, runtime);
            ContainerFiles.delete(folder.run());
        }
    }

    private void clear(ContainerFolder folder, OciRuntime runtime) throws ProblemException, InterruptedException {
        var _ = runtime.delete(folder.id());
        images.unmount(folder.id().value());
    }

    @Override
    public Job<ContainerSnapshot> stop(String nameOrId, Duration patience) {
        return jobs.start(Phrase.of("job.container-stop", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            try (FileLock _ = lock(folder, spec.name())) {
                String signal = spec.image().stopSignal();
                end(folder, spec, signal.isEmpty() ? "TERM" : signal, patience);
                return files.look(folder);
            }
        });
    }

    /** Ends a container that runs; the lock is held. */
    private void end(ContainerFolder folder, ContainerSpec spec, String signal, Duration patience)
            throws ProblemException, InterruptedException {
        settle(folder);
        Optional<RunRecord> record = files.record(folder);
        if (record.isEmpty()) {
            return;
        }
        requireRoot(spec.name());
        OciRuntime runtime = runtime(record.get().runtime());
        boolean gone = false;
        if (!patience.isZero()) {
            var _ = runtime.kill(folder.id(), SignalName.number(signal));
            gone = ends(folder, record.get(), patience);
        }
        if (!gone) {
            var _ = runtime.kill(folder.id(), KILL);
            if (!ends(folder, record.get(), LAST_PATIENCE)) {
                throw new ProblemException(
                        new ContainerProblem.ContainerNotEnding(spec.name(), LAST_PATIENCE.toSeconds()));
            }
        }
        settle(folder);
    }

    /** Waits for the process, and for its monitor to note how it ended. */
    private boolean ends(ContainerFolder folder, RunRecord record, Duration patience)
            throws ProblemException, InterruptedException {
        try (ExitWatch watch = processes.watch(record.process())) {
            if (!watch.await(patience)) {
                return false;
            }
        } catch (NativeException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerStartFailed(folder.id().shortened(), String.valueOf(e.getMessage())),
                    e);
        }
        return time.await(() -> !files.isLive(folder, record), LAST_PATIENCE, STEP);
    }

    @Override
    public Job<ContainerSnapshot> kill(String nameOrId, String signal) {
        return jobs.start(Phrase.of("job.container-kill", nameOrId), _ -> {
            int number = SignalName.number(signal);
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            try (FileLock _ = lock(folder, spec.name())) {
                settle(folder);
                Optional<RunRecord> record = files.record(folder);
                if (record.isEmpty()) {
                    throw wrongState(files.look(folder), "kill");
                }
                requireRoot(spec.name());
                if (number == KILL) {
                    end(folder, spec, signal, Duration.ZERO);
                } else {
                    var _ = runtime(record.get().runtime()).kill(folder.id(), number);
                }
                return files.look(folder);
            }
        });
    }

    @Override
    public Job<ContainerSnapshot> remove(String nameOrId, boolean force) {
        return jobs.start(Phrase.of("job.container-remove", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSnapshot seen = files.look(folder);
            requireRoot(seen.name());
            try (FileLock _ = lock(folder, seen.name())) {
                settle(folder);
                if (files.record(folder).isPresent()) {
                    if (!force) {
                        throw wrongState(files.look(folder), "remove");
                    }
                    end(folder, files.spec(folder), "KILL", Duration.ZERO);
                }
                erase(folder);
            }
            return seen;
        });
    }

    /** Removes a container that does not run; once it is begun, whoever sweeps ends it. The lock is held. */
    private void erase(ContainerFolder folder) throws ProblemException, InterruptedException {
        images.unmount(folder.id().value());
        ContainerFolder half = files.half(folder.id());
        ContainerFiles.move(folder.path(), half.path());
        images.release(folder.id().value());
        ContainerFiles.delete(half.path());
    }

    private static ProblemException wrongState(ContainerSnapshot seen, String command) {
        return new ProblemException(new ContainerProblem.ContainerWrongState(
                seen.name(), command, seen.state().name().toLowerCase(java.util.Locale.ROOT)));
    }

    @Override
    public ContainerEnd await(String nameOrId) throws ProblemException, InterruptedException {
        ContainerFolder folder = folder(nameOrId);
        Optional<RunRecord> record = files.record(folder);
        while (record.isPresent()
                && files.isLive(folder, record.get())
                && !ends(folder, record.get(), Duration.ofHours(1))) {
            LOG.debug("{} runs on", folder.id().shortened());
        }
        ContainerSnapshot seen = files.look(folder);
        if (Users.isRoot()) {
            try (FileLock _ = lock(folder, seen.name())) {
                settle(folder);
                seen = files.look(folder);
            }
        }
        ContainerSnapshot last = seen;
        return last.end().orElseThrow(() -> wrongState(last, "wait"));
    }

    @Override
    public Attendance attend(String nameOrId) throws ProblemException, InterruptedException {
        ContainerFolder folder = folder(nameOrId);
        FileLock lock = new Turn(folder.attended(), time).take().orElseThrow(() -> busy(nameOrId));
        return lock::close;
    }

    @Override
    public ContainerLog log(String nameOrId) throws ProblemException {
        return new ContainerLog(folder(nameOrId).log());
    }

    private ContainerFolder folder(String nameOrId) throws ProblemException {
        return files.folder(names.find(nameOrId).id());
    }

    private FileLock lock(ContainerFolder folder, String name) throws ProblemException, InterruptedException {
        return new Turn(folder.lock(), time).take().orElseThrow(() -> busy(name));
    }

    private static ProblemException busy(String name) {
        return new ProblemException(new ContainerProblem.ContainerBusy(name));
    }

    private static void requireRoot(String name) throws ProblemException {
        if (!Users.isRoot()) {
            throw new ProblemException(new ContainerProblem.RootlessNotYet(name));
        }
    }
}
