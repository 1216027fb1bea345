package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerHealth;
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
import dev.hamlet.engine.container.LogParts;
import dev.hamlet.engine.container.Recreation;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.container.volume.MountSources;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Containers that exist in this process's memory alone, with their files, but for what they write, which is in files as the log of every
 * container is. Their programs do what a test tells them ({@link #end}, {@link #say}, {@link #shells}); every image has
 * the programs {@code sh} and {@code sleep} and the user root. Safe for use by many threads.
 */
public final class FakeContainers implements ContainerEngine {
    private static final int KILLED = 137;

    private final Path logs;
    private final Jobs jobs;
    private final TimeSource time;
    private final FakeStore store = new FakeStore();
    private final FakeUsages usages;
    private final FakeImages images;
    private final FakeVolumes volumes;
    private final FakeFileAccess files;
    private final FakePrograms programs = new FakePrograms();
    private final FakeNetworks networks;
    private Look before = () -> {};
    private Optional<Problem> obstacle = Optional.empty();
    private Optional<Problem> limitObstacle = Optional.empty();
    private KeptLimits kept = KeptLimits.ALL;
    private int looks;

    /**
     * No containers yet.
     *
     * @param logs a folder for what they write
     */
    public FakeContainers(Path logs, Jobs jobs, TimeSource time) {
        this.logs = logs;
        this.jobs = jobs;
        this.time = time;
        this.networks = new FakeNetworks(time);
        this.usages = new FakeUsages(time);
        this.images = new FakeImages(time);
        this.volumes = new FakeVolumes(time, store::list);
        this.files = new FakeFileAccess(jobs, time, store, volumes);
    }

    /** What a look at all containers begins with. */
    @FunctionalInterface
    public interface Look {
        /** May refuse, or break. */
        void begin() throws ProblemException;
    }

    /** From now on every look at all containers begins with this. */
    public synchronized void beforeLooks(Look deed) {
        before = deed;
    }

    /** From now on no container can run here, for this reason, or any can again. */
    public synchronized void obstruct(Optional<Problem> why) {
        obstacle = why;
    }

    /** From now on no limits can be set, for this reason, or any can again. */
    public synchronized void obstructLimits(Optional<Problem> why) {
        limitObstacle = why;
    }

    /** From now on these limits can be given. */
    public synchronized void keepLimits(KeptLimits now) {
        kept = now;
    }

    @Override
    public synchronized KeptLimits keptLimits() {
        return kept;
    }

    /** How often all containers were looked at. */
    public synchronized int looks() {
        return looks;
    }

    /** The programs that were begun in containers, the earliest first. */
    public List<FakeShell> shells() {
        return programs.shells();
    }

    /** The container's program ends with this code, as it were by itself or for want of memory. */
    public synchronized void end(String name, int code, boolean outOfMemory) throws ProblemException {
        ContainerSnapshot now = find(name);
        ended(now, OptionalInt.of(code), outOfMemory);
    }

    /** The container, whose program has ended, is started again then, as it were. */
    public synchronized void startAgain(String name, Instant then) throws ProblemException {
        ContainerSnapshot now = find(name);
        put(FakeStanding.waiting(FakeStore.spec(now), now, then));
    }

    /** The container says that it is so. */
    public synchronized void feel(String name, ContainerHealth health) throws ProblemException {
        ContainerSnapshot now = find(name);
        put(FakeStanding.saying(FakeStore.spec(now), now, health));
    }

    /** The container's program writes this line. */
    public synchronized void say(String name, String line) throws ProblemException {
        Path file = logFile(find(name));
        try {
            Files.createDirectories(logs);
            Files.writeString(
                    file,
                    time.now() + " stdout F " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /** The container has used so much until now. */
    public synchronized void use(String name, Duration cpu, long memory) throws ProblemException {
        ContainerSnapshot now = find(name);
        usages.put(now, cpu.toNanos(), memory);
    }

    private Path logFile(ContainerSnapshot container) {
        return logs.resolve(container.id().value() + ".log");
    }

    @Override
    public synchronized List<ContainerSnapshot> list() throws ProblemException {
        looks++;
        before.begin();
        return store.list();
    }

    @Override
    public ContainerSnapshot find(String nameOrId) throws ProblemException {
        return store.find(nameOrId);
    }

    private ContainerSnapshot put(ContainerSnapshot next) {
        return store.put(next);
    }

    private static ProblemException wrongState(ContainerSnapshot container, String command) {
        return new ProblemException(new ContainerProblem.ContainerWrongState(
                container.name(), command, container.state().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public Job<ContainerSnapshot> create(String image, String name, ContainerWish wish) {
        return jobs.start(Phrase.of("job.container-create", image), _ -> make(image, name, wish, Map.of()));
    }

    private synchronized ContainerSnapshot make(String image, String name, ContainerWish wish, Map<String, String> kept)
            throws ProblemException {
        ContainerSpec draft = new ContainerSpec(
                        ContainerId.random(),
                        name.isEmpty() ? image : name,
                        images.defaults(image),
                        wish,
                        kept,
                        time.now(),
                        ContainerSpecJson.UnknownKeys.NONE)
                .checked();
        store.requireFree(draft.name());
        FakeTree own = images.files(image);
        MountSources.check(draft);
        FakeMounts.requireFit(draft, own);
        ContainerSpec spec = volumes.prepare(draft, own);
        files.add(spec, own);
        return put(FakeStanding.made(spec));
    }

    private synchronized ContainerSnapshot launch(String nameOrId) throws ProblemException {
        ContainerSnapshot now = find(nameOrId);
        if (obstacle.isPresent()) {
            throw new ProblemException(obstacle.get());
        }
        if (now.state().isLive()) {
            return now;
        }
        MountSources.check(FakeStore.spec(now));
        FakeMounts.requireDevices(FakeStore.spec(now));
        FakePrograms.require(now, FakeStore.spec(now).arguments());
        networks.join(FakeStore.spec(now));
        ContainerSnapshot next = put(FakeStanding.running(FakeStore.spec(now), time.now()));
        usages.put(next, 0, 1 << 20);
        return next;
    }

    private synchronized ContainerSnapshot ended(ContainerSnapshot now, OptionalInt code, boolean outOfMemory)
            throws ProblemException {
        usages.forget(now.id());
        networks.leave(now.id());
        return put(FakeStanding.ended(
                FakeStore.spec(now), now.started(), new ContainerEnd(code, outOfMemory, time.now())));
    }

    private synchronized ContainerSnapshot halt(String nameOrId) throws ProblemException {
        ContainerSnapshot now = find(nameOrId);
        if (now.state() == ContainerState.RESTARTING) {
            return put(FakeStanding.as(FakeStore.spec(now), now, ContainerState.EXITED));
        }
        return now.state().isLive() ? ended(now, OptionalInt.of(KILLED), false) : now;
    }

    @Override
    public Job<ContainerSnapshot> start(String nameOrId) {
        return jobs.start(Phrase.of("job.container-start", nameOrId), _ -> launch(nameOrId));
    }

    @Override
    public Job<ContainerSnapshot> stop(String nameOrId, Duration patience) {
        return jobs.start(Phrase.of("job.container-stop", nameOrId), _ -> halt(nameOrId));
    }

    @Override
    public Job<ContainerSnapshot> kill(String nameOrId, String signal) {
        return jobs.start(Phrase.of("job.container-kill", nameOrId), _ -> {
            ContainerSnapshot now = find(nameOrId);
            if (!now.state().isLive()) {
                throw wrongState(now, "kill");
            }
            return halt(nameOrId);
        });
    }

    @Override
    public Job<ContainerSnapshot> remove(String nameOrId, boolean force, boolean withVolumes) {
        return jobs.start(Phrase.of("job.container-remove", nameOrId), _ -> forget(nameOrId, force, withVolumes));
    }

    private synchronized ContainerSnapshot forget(String nameOrId, boolean force, boolean withVolumes)
            throws ProblemException {
        ContainerSnapshot now = find(nameOrId);
        if (now.state().isLive() && !force) {
            throw wrongState(now, "remove");
        }
        networks.leave(now.id());
        store.remove(now.id());
        usages.forget(now.id());
        files.remove(now.id());
        if (withVolumes) {
            volumes.removeOwn(FakeStore.spec(now));
        }
        return now;
    }

    @Override
    public ContainerEnd await(String nameOrId) throws ProblemException, InterruptedException {
        if (find(nameOrId).state() == ContainerState.CREATED) {
            throw wrongState(find(nameOrId), "wait");
        }
        while (find(nameOrId).end().isEmpty()) {
            time.sleep(Duration.ofMillis(10));
        }
        return find(nameOrId).end().orElseThrow();
    }

    @Override
    public Attendance attend(String nameOrId) throws ProblemException {
        ContainerSnapshot _ = find(nameOrId);
        return () -> {};
    }

    @Override
    public synchronized Optional<Problem> obstacle() {
        return obstacle;
    }

    @Override
    public Job<ContainerStream> startAttached(String nameOrId, int columns, int rows) {
        return jobs.start(Phrase.of("job.container-start", nameOrId), _ -> {
            if (find(nameOrId).state().isLive()) {
                throw wrongState(find(nameOrId), "start");
            }
            ContainerSnapshot started = launch(nameOrId);
            return programs.begin(new FakeShell(FakeStore.spec(started).wish().terminal(), columns, rows));
        });
    }

    @Override
    public ContainerStream attach(String nameOrId) throws ProblemException {
        ContainerSnapshot now = find(nameOrId);
        if (!now.state().isLive()) {
            throw wrongState(now, "attach");
        }
        return programs.begin(new FakeShell(FakeStore.spec(now).wish().terminal(), 80, 24));
    }

    @Override
    public ContainerStream exec(String nameOrId, ExecSpec spec) throws ProblemException {
        ContainerSnapshot now = find(nameOrId);
        if (now.state() != ContainerState.RUNNING) {
            throw wrongState(now, "exec");
        }
        return programs.exec(now, spec);
    }

    @Override
    public Job<ContainerSnapshot> restart(String nameOrId, Duration patience) {
        return jobs.start(Phrase.of("job.container-restart", nameOrId), _ -> {
            ContainerSnapshot _ = halt(nameOrId);
            return launch(nameOrId);
        });
    }

    @Override
    public Job<ContainerSnapshot> pause(String nameOrId) {
        return jobs.start(
                Phrase.of("job.container-pause", nameOrId), _ -> freeze(nameOrId, "pause", ContainerState.PAUSED));
    }

    @Override
    public Job<ContainerSnapshot> resume(String nameOrId) {
        return jobs.start(
                Phrase.of("job.container-resume", nameOrId), _ -> freeze(nameOrId, "unpause", ContainerState.RUNNING));
    }

    private synchronized ContainerSnapshot freeze(String nameOrId, String command, ContainerState next)
            throws ProblemException {
        ContainerSnapshot now = find(nameOrId);
        if (!now.state().isLive()) {
            throw wrongState(now, command);
        }
        return put(FakeStanding.as(FakeStore.spec(now), now, next));
    }

    @Override
    public Job<ContainerSnapshot> rename(String nameOrId, String name) {
        return jobs.start(Phrase.of("job.container-rename", nameOrId, name), _ -> call(nameOrId, name));
    }

    private synchronized ContainerSnapshot call(String nameOrId, String name) throws ProblemException {
        ContainerSnapshot now = find(nameOrId);
        ContainerSpec next = FakeStore.spec(now).named(name).checked();
        if (!now.name().equals(name)) {
            store.requireFree(name);
        }
        return put(FakeStanding.as(next, now, now.state()));
    }

    @Override
    public Job<ContainerSnapshot> update(String nameOrId, ContainerLimits limits) {
        return jobs.start(Phrase.of("job.container-update", nameOrId), _ -> limit(nameOrId, limits));
    }

    private synchronized ContainerSnapshot limit(String nameOrId, ContainerLimits limits) throws ProblemException {
        if (limitObstacle.isPresent()) {
            throw new ProblemException(limitObstacle.get());
        }
        ContainerSnapshot now = find(nameOrId);
        ContainerSnapshot next =
                put(FakeStanding.as(FakeStore.spec(now).limited(limits).checked(), now, now.state()));
        usages.limit(next);
        return next;
    }

    @Override
    public Job<ContainerSnapshot> recreate(String nameOrId, String image, ContainerWish wish) {
        Recreation.Making making = (of, name, settings, kept, _) -> make(of, name, settings, kept);
        return jobs.start(
                Phrase.of("job.container-recreate", nameOrId),
                progress -> new Recreation(this, making, time).run(nameOrId, image, wish, progress));
    }

    @Override
    public Job<ContainerSnapshot> keepUp(String nameOrId, Upkeep upkeep) {
        return jobs.start(Phrase.of("job.container-keep-up", nameOrId), _ -> {
            ContainerSnapshot now = find(nameOrId);
            return put(FakeStanding.as(FakeStore.spec(now).keptUp(upkeep).checked(), now, now.state()));
        });
    }

    @Override
    public synchronized Optional<ContainerUsage> usage(ContainerSnapshot container) {
        return usages.of(container);
    }

    @Override
    public synchronized List<ContainerProcess> processes(ContainerSnapshot container) {
        ContainerSnapshot now = store.latest(container);
        return now.state().isLive() && now.spec().isPresent()
                ? List.of(new ContainerProcess(
                        4711,
                        1,
                        0,
                        Duration.ZERO,
                        1 << 20,
                        String.join(" ", now.spec().get().arguments())))
                : List.of();
    }

    @Override
    public ContainerLog log(String nameOrId) throws ProblemException {
        return new ContainerLog(new LogParts(logFile(find(nameOrId)), 1));
    }

    @Override
    public ContainerNetworks networks() {
        return networks;
    }

    @Override
    public Job<Image> commit(String nameOrId, CommitWish wish) {
        return jobs.start(
                Phrase.of("job.container-commit", nameOrId),
                _ -> images.commit(FakeStore.spec(find(nameOrId)), files.own(nameOrId), wish));
    }

    @Override
    public FakeFileAccess files() {
        return files;
    }

    @Override
    public ContainerVolumes volumes() {
        return volumes;
    }
}
