package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.agent.Duty;
import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerFileAccess;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerNetworks;
import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ContainerUsage;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.Recreation;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.container.files.FileWork;
import dev.hamlet.engine.container.network.BridgeNetworks;
import dev.hamlet.engine.container.volume.StoredVolumes;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.Processes;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers of this home, run by an OCI runtime under conmon: on this computer itself for root, else in a user namespace. A container outlives this program; what it left when
 * it ended is cleared away by whoever next looks at it. Safe for use by many threads and processes.
 */
public final class OciContainerEngine implements ContainerEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OciContainerEngine.class);
    private static final int KILL = 9;

    private final ImageStore images;
    private final Jobs jobs;
    private final TimeSource time;
    private final Processes processes;
    private final ContainerFiles files;
    private final ContainerNames names;
    private final BridgeNetworks networks;
    private final UserGroups groups;
    private final StoredVolumes volumes;
    private final ContainerRuns runs;
    private final LiveContainers live;
    private final GroupFigures figures;
    private final ContainerSweep sweep;
    private final ContainerTurns turns;
    private final ContainerStarts starts;
    private final ContainerStops stops;
    private final AgentDoor agent;
    private final ContainerMaking making;
    private final ContainerFileAccess fileAccess;
    private final ContainerCommit commit;

    /**
     * The engine of this home; touches nothing yet.
     *
     * @param agent whom containers need that are started again by themselves
     */
    public OciContainerEngine(
            HamletPaths paths,
            ImageStore images,
            ProcessLauncher launcher,
            Jobs jobs,
            TimeSource time,
            AgentDoor agent) {
        this.images = images;
        this.jobs = jobs;
        this.time = time;
        this.processes = Processes.of();
        this.figures = new GroupFigures(processes);
        this.files = new ContainerFiles(paths.data().resolve("containers").resolve("instances"), processes, figures);
        this.names = new ContainerNames(files, time);
        this.networks = new BridgeNetworks(paths, launcher, images.namespaces(), time);
        FileWork work = FileWork.of(images.namespaces(), launcher);
        this.volumes = new StoredVolumes(paths.data().resolve("containers").resolve("volumes"), names, work, time);
        this.groups = UserGroups.ofThisHost(launcher, images.namespaces(), time);
        this.runs = new ContainerRuns(paths, images, launcher, time, processes, files, networks, volumes, groups);
        this.live = new LiveContainers(launcher, images.namespaces(), processes, runs, figures, groups);
        this.sweep = new ContainerSweep(files, runs, images, volumes, time);
        this.turns = new ContainerTurns(time);
        this.starts = new ContainerStarts(files, runs, agent, time);
        this.stops = new ContainerStops(files, runs, turns);
        this.agent = agent;
        this.making = new ContainerMaking(files, names, images, volumes, turns, groups, time);
        ContainerInsides insides = new ContainerInsides(files, runs, turns, images, volumes, processes);
        this.commit = new ContainerCommit(files, runs, turns, live, images, time, work);
        this.fileAccess = new OciFileAccess(jobs, files, names, insides, images, work);
    }

    @Override
    public List<ContainerSnapshot> list() throws ProblemException, InterruptedException {
        if (images.namespaces().obstacle().isPresent()) {
            return names.all();
        }
        Optional<List<ContainerSnapshot>> seen = sweep.sweep();
        List<ContainerSnapshot> all = seen.isPresent() ? ContainerNames.ordered(seen.get()) : names.all();
        if (all.stream().anyMatch(starts::needsAgent)) {
            agent.ensure();
        }
        return all;
    }

    /** What the agent does for containers. */
    public List<Duty> care() {
        HealthQuestion question = new HealthQuestion(processes, time, files, groups);
        return List.of(
                new ContainerCare(files, runs, starts, turns, time),
                new HealthCare(files, runs, turns, question, time));
    }

    @Override
    public ContainerSnapshot find(String nameOrId) throws ProblemException {
        return names.find(nameOrId);
    }

    @Override
    public Job<ContainerSnapshot> create(String image, String name, ContainerWish wish) {
        return jobs.start(
                Phrase.of("job.container-create", image), progress -> making.make(image, name, wish, progress));
    }

    @Override
    public Job<ContainerSnapshot> start(String nameOrId) {
        return jobs.start(Phrase.of("job.container-start", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            try (FileLock _ = turns.take(folder, spec.name())) {
                runs.settle(folder);
                if (!files.look(folder).state().isLive()) {
                    starts.start(folder, spec, () -> {});
                }
                return files.look(folder);
            }
        });
    }

    @Override
    public Job<ContainerStream> startAttached(String nameOrId, int columns, int rows) {
        return jobs.start(Phrase.of("job.container-start", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            try (FileLock _ = turns.take(folder, spec.name())) {
                runs.settle(folder);
                if (files.look(folder).state().isLive()) {
                    throw wrongState(files.look(folder), "start");
                }
                AtomicReference<@Nullable ContainerStream> stream = new AtomicReference<>();
                boolean done = false;
                try {
                    starts.start(folder, spec, () -> {
                        ContainerStream attached = attached(folder, spec);
                        stream.set(attached);
                        attached.resize(columns, rows);
                    });
                    done = true;
                    return Objects.requireNonNull(stream.get());
                } finally {
                    ContainerStream begun = stream.get();
                    if (!done && begun != null) {
                        begun.close();
                    }
                }
            }
        });
    }

    @Override
    public ContainerStream attach(String nameOrId) throws ProblemException, InterruptedException {
        ContainerFolder folder = folder(nameOrId);
        RunRecord _ = running(folder, "attach");
        return attached(folder, files.spec(folder));
    }

    private ContainerStream attached(ContainerFolder folder, ContainerSpec spec) throws ProblemException {
        String id = folder.id().value();
        return ConmonStream.attach(
                spec.name(),
                folder.bundle(),
                spec.wish().terminal(),
                () -> await(id).code());
    }

    @Override
    public ContainerStream exec(String nameOrId, ExecSpec wish) throws ProblemException, InterruptedException {
        ContainerFolder folder = folder(nameOrId);
        ContainerSpec spec = files.spec(folder);
        return live.exec(folder, spec, running(folder, "exec"), wish);
    }

    /** The run that goes on, and is not paused. */
    private RunRecord running(ContainerFolder folder, String command) throws ProblemException {
        ContainerSnapshot seen = files.look(folder);
        if (seen.state() != ContainerState.RUNNING) {
            throw wrongState(seen, command);
        }
        return files.record(folder).orElseThrow(() -> wrongState(seen, command));
    }

    @Override
    public Job<ContainerSnapshot> stop(String nameOrId, Duration patience) {
        return jobs.start(Phrase.of("job.container-stop", nameOrId), _ -> stops.stop(folder(nameOrId), patience));
    }

    @Override
    public Job<ContainerSnapshot> restart(String nameOrId, Duration patience) {
        return jobs.start(Phrase.of("job.container-restart", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            // Whoever sweeps must not take one that is to go with its end.
            try (FileLock _ = turns.attendIfFree(folder).orElse(null)) {
                ContainerSnapshot _ = stops.stop(folder, patience);
                try (FileLock _ = turns.take(folder, spec.name())) {
                    runs.settle(folder);
                    if (!files.look(folder).state().isLive()) {
                        starts.start(folder, spec, () -> {});
                    }
                    return files.look(folder);
                }
            }
        });
    }

    @Override
    public Job<ContainerSnapshot> pause(String nameOrId) {
        return freeze(nameOrId, true);
    }

    @Override
    public Job<ContainerSnapshot> resume(String nameOrId) {
        return freeze(nameOrId, false);
    }

    private Job<ContainerSnapshot> freeze(String nameOrId, boolean frozen) {
        return jobs.start(Phrase.of(frozen ? "job.container-pause" : "job.container-resume", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            try (FileLock _ = turns.take(folder, spec.name())) {
                runs.settle(folder);
                ContainerSnapshot seen = files.look(folder);
                RunRecord record =
                        files.record(folder).orElseThrow(() -> wrongState(seen, frozen ? "pause" : "unpause"));
                // What a person says now goes before what a commit that was killed has left.
                ContainerFiles.delete(folder.pausedForImage());
                live.freeze(folder, spec, record, frozen);
                return files.look(folder);
            }
        });
    }

    @Override
    public Job<ContainerSnapshot> rename(String nameOrId, String name) {
        return jobs.start(Phrase.of("job.container-rename", nameOrId, name), _ -> {
            ContainerFolder folder = folder(nameOrId);
            try (FileLock _ = turns.take(folder, nameOrId)) {
                ContainerSpec spec = files.spec(folder);
                if (!spec.name().equals(name)) {
                    names.take(
                            false,
                            spec.named(name).checked(),
                            other -> ContainerFiles.write(folder.spec(), ContainerSpecJson.write(other)));
                }
                return files.look(folder);
            }
        });
    }

    @Override
    public Job<ContainerSnapshot> update(String nameOrId, ContainerLimits limits) {
        return jobs.start(Phrase.of("job.container-update", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            try (FileLock _ = turns.take(folder, nameOrId)) {
                runs.settle(folder);
                ContainerSpec spec = files.spec(folder);
                ContainerSpec limited = spec.limited(limits).checked();
                Optional<RunRecord> record = files.record(folder);
                if (record.isPresent()) {
                    live.limit(folder, spec, record.get(), limits);
                }
                ContainerFiles.write(folder.spec(), ContainerSpecJson.write(limited));
                return files.look(folder);
            }
        });
    }

    @Override
    public Job<ContainerSnapshot> recreate(String nameOrId, String image, ContainerWish wish) {
        return jobs.start(Phrase.of("job.container-recreate", nameOrId), progress -> {
            ContainerId before = names.find(nameOrId).id();
            ContainerSnapshot made = new Recreation(this, making::make, time).run(nameOrId, image, wish, progress);
            if (made.spec().isPresent()) {
                volumes.hand(before, made.spec().get());
            }
            return made;
        });
    }

    @Override
    public Job<ContainerSnapshot> keepUp(String nameOrId, Upkeep upkeep) {
        return jobs.start(Phrase.of("job.container-keep-up", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            try (FileLock _ = turns.take(folder, nameOrId)) {
                ContainerSpec spec = files.spec(folder).keptUp(upkeep).checked();
                starts.keptUp(folder, spec);
                ContainerFiles.write(folder.spec(), ContainerSpecJson.write(spec));
                return files.look(folder);
            }
        });
    }

    @Override
    public Optional<ContainerUsage> usage(ContainerSnapshot container) {
        return pid(container).map(pid -> figures.usage(pid, time.nanos()));
    }

    @Override
    public List<ContainerProcess> processes(ContainerSnapshot container) {
        return pid(container).map(pid -> figures.processes(pid, time.nanos())).orElse(List.of());
    }

    private Optional<Long> pid(ContainerSnapshot container) {
        ContainerFolder folder = files.folder(container.id());
        try {
            return files.record(folder)
                    .filter(record -> files.isLive(folder, record))
                    .map(record -> record.process().pid());
        } catch (ProblemException e) {
            LOG.debug("what {} uses cannot be seen now", container.name(), e);
            return Optional.empty();
        }
    }

    @Override
    public List<Problem> notices() throws ProblemException, InterruptedException {
        List<Problem> notices = new ArrayList<>();
        images.namespaces().oneUser().ifPresent(notices::add);
        // Of those that nobody speaks of the limit of processes is the one that is set where it can be.
        groups.kept().pids().ifPresent(notices::add);
        return List.copyOf(notices);
    }

    @Override
    public KeptLimits keptLimits() {
        return groups.kept();
    }

    @Override
    public Optional<Problem> obstacle() {
        return runs.obstacle();
    }

    @Override
    public Job<ContainerSnapshot> kill(String nameOrId, String signal) {
        return jobs.start(Phrase.of("job.container-kill", nameOrId), _ -> {
            int number = SignalName.number(signal);
            ContainerFolder folder = folder(nameOrId);
            ContainerSpec spec = files.spec(folder);
            try (FileLock _ = turns.take(folder, spec.name())) {
                runs.settle(folder);
                Optional<RunRecord> record = files.record(folder);
                if (record.isEmpty()) {
                    throw wrongState(files.look(folder), "kill");
                }
                if (number == KILL) {
                    runs.end(folder, spec);
                } else {
                    if (SignalName.asksToEnd(number, spec.image().stopSignal())) {
                        ContainerRuns.asked(folder);
                    }
                    var _ = runs.runtime(record.get().runtime()).kill(folder.id(), number);
                }
                return files.look(folder);
            }
        });
    }

    @Override
    public Job<ContainerSnapshot> remove(String nameOrId, boolean force, boolean withVolumes) {
        return jobs.start(Phrase.of("job.container-remove", nameOrId), _ -> {
            ContainerFolder folder = folder(nameOrId);
            ContainerSnapshot seen = files.look(folder);
            try (FileLock _ = turns.take(folder, seen.name())) {
                runs.settle(folder);
                if (files.record(folder).isPresent()) {
                    if (!force) {
                        throw wrongState(files.look(folder), "remove");
                    }
                    runs.end(folder, files.spec(folder));
                }
                sweep.erase(folder, withVolumes);
            }
            return seen;
        });
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
                && !runs.ends(folder, record.get(), Duration.ofHours(1))) {
            LOG.debug("{} runs on", folder.id().shortened());
        }
        try {
            ContainerSnapshot seen = settled(folder);
            return seen.end().orElseThrow(() -> wrongState(seen, "wait"));
        } catch (ProblemException e) {
            if (record.isPresent() && !Files.exists(folder.path())) {
                // Removed as soon as it had ended: whoever did that knows how.
                return new ContainerEnd(OptionalInt.empty(), false, time.now());
            }
            throw e;
        }
    }

    /** Where it is started again by itself, whoever waited is done: the agent sees to that. */
    private ContainerSnapshot settled(ContainerFolder folder) throws ProblemException, InterruptedException {
        try (FileLock _ = turns.take(folder, folder.id().shortened())) {
            runs.settle(folder);
            return files.look(folder);
        }
    }

    @Override
    public Attendance attend(String nameOrId) throws ProblemException, InterruptedException {
        ContainerFolder folder = folder(nameOrId);
        FileLock lock = turns.attend(folder, nameOrId);
        return lock::close;
    }

    @Override
    public ContainerLog log(String nameOrId) throws ProblemException {
        return files.log(folder(nameOrId));
    }

    @Override
    public ContainerNetworks networks() {
        return networks;
    }

    @Override
    public Job<Image> commit(String nameOrId, CommitWish wish) {
        return jobs.start(
                Phrase.of("job.container-commit", nameOrId),
                progress -> commit.commit(folder(nameOrId), wish, progress));
    }

    @Override
    public ContainerFileAccess files() {
        return fileAccess;
    }

    @Override
    public ContainerVolumes volumes() {
        return volumes;
    }

    private ContainerFolder folder(String nameOrId) throws ProblemException {
        return names.folder(nameOrId);
    }
}
