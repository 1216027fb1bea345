package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All machines of this home: folders on disk, and {@link Machine} objects for them. Broken machines are listed with
 * their problem and never hidden. Safe for use by many threads, and by many processes at once.
 */
public final class MachineStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MachineStore.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final MachineContext context;
    private final Names names;
    private final MachineFolders folders;
    private final ConcurrentMap<MachineId, Machine> machines = new ConcurrentHashMap<>();
    private final List<Consumer<MachineEvent>> listeners = new CopyOnWriteArrayList<>();
    private Threads.@Nullable Repeating looking;

    /** Why the last look failed; belongs to the thread that looks. */
    private @Nullable Problem trouble;

    private volatile List<Problem> problems = List.of();

    /** The machines of this context's home; nothing is read before the first question. */
    public MachineStore(MachineContext context) {
        this.context = context;
        this.names = new Names(context.paths().machines(), context.time());
        this.folders = new MachineFolders(context.paths(), names, context.time());
    }

    /** Fills the folder of a new machine: its disks, its first-boot settings. */
    @FunctionalInterface
    public interface Preparation {
        /**
         * Makes what the machine needs in its folder, which is not at its final place yet.
         *
         * @throws ProblemException why it cannot be made; the folder is removed
         */
        void prepare(MachineFolder folder, Progress progress) throws ProblemException, InterruptedException;
    }

    /**
     * All machines, looked at anew, in the order of their names.
     *
     * @throws ProblemException if the folder of machines cannot be read
     */
    public List<Machine> list() throws ProblemException, InterruptedException {
        syncWithFolder();
        refresh(known());
        return known();
    }

    /** Why the last look saw not all machines: a folder that a person has chosen is away. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Refuses what could harm a machine that is not seen now.
     *
     * @throws ProblemException the first of {@link #problems()}
     */
    public void requireAllSeen() throws ProblemException {
        syncWithFolder();
        List<Problem> why = problems;
        if (!why.isEmpty()) {
            throw new ProblemException(why.getFirst());
        }
    }

    /** Where the files of this machine lie. */
    public MachineFolder folder(MachineId id) {
        Machine machine = machines.get(id);
        return machine == null ? folders.of(id) : machine.folder();
    }

    private static void refresh(List<Machine> machines) throws InterruptedException {
        // Of a guest whose events come here nobody is asked, who might not answer: its few files are looked at.
        for (Machine machine : machines) {
            if (machine.isWatchedHere()) {
                machine.refresh();
            }
        }
        List<Callable<Boolean>> others = machines.stream()
                .filter(machine -> !machine.isWatchedHere())
                .map(machine -> (Callable<Boolean>) () -> {
                    machine.refresh();
                    return true;
                })
                .toList();
        if (!others.isEmpty()) {
            Threads.inParallel(others);
        }
    }

    private NameSearch search() {
        return new NameSearch(List.copyOf(machines.values()));
    }

    /** The machines as this process knows them now, in the order of their names. */
    public List<Machine> known() {
        return machines.values().stream()
                .filter(machine -> !machine.isDeleted())
                .sorted(NameSearch::byName)
                .toList();
    }

    /**
     * The machine of this name, id, or unmistakable beginning of an id, looked at anew.
     *
     * @throws ProblemException {@code MachineNotFound} with the most similar name or id; {@code MachineAmbiguous}
     */
    public Machine find(String nameOrId) throws ProblemException, InterruptedException {
        syncWithFolder();
        Machine direct = MachineId.isValid(nameOrId) ? machines.get(new MachineId(nameOrId)) : null;
        Machine found = direct == null ? search().find(nameOrId) : direct;
        found.refresh();
        return found;
    }

    /**
     * Makes a machine. It appears whole or not at all.
     *
     * @param preparation makes its disks
     */
    public Job<Machine> create(MachineSpec spec, Preparation preparation) {
        return context.jobs()
                .start(Phrase.of("job.machine-create", spec.name()), progress -> make(spec, preparation, progress));
    }

    /** As {@link #create}, within other work. */
    Machine make(MachineSpec spec, Preparation preparation, Progress progress)
            throws ProblemException, InterruptedException {
        // The lock on names lies in the usual folder, wherever the machine goes.
        HamletPaths.makePrivate(context.paths().machines());
        Path all = context.paths().folders().ready(Folders.Kind.MACHINES);
        Path place = HalfMade.place(all, spec.id());
        MachineFiles files = new MachineFiles(new MachineFolder(place), context.time());
        try (FileLock _ = begin(spec.name(), files)) {
            MachineFiles.makeFolders(files.folder());
            preparation.prepare(files.folder(), progress);
            files.writeSpec(spec);
            withFreeName(spec.name(), null, () -> {
                // Looked at once more where no other machine can appear meanwhile.
                requireFree(spec.id(), spec.disks());
                HalfMade.finish(place, all.resolve(spec.id().value()));
            });
        } finally {
            HalfMade.remove(place);
        }
        Machine machine = machineOf(new MachineFolder(all.resolve(spec.id().value())));
        try {
            machine.refresh();
        } catch (InterruptedException e) {
            // It is made: whoever cancels now comes too late, and finds it.
            Thread.currentThread().interrupt();
        }
        return machine;
    }

    /** The folder of a machine in the making, already locked when others can see it. */
    private FileLock begin(String name, MachineFiles files) throws ProblemException, InterruptedException {
        AtomicReference<@Nullable FileLock> lock = new AtomicReference<>();
        withFreeName(name, null, () -> {
            HamletPaths.makePrivate(files.folder().path());
            lock.set(files.lock(name));
        });
        return Objects.requireNonNull(lock.get());
    }

    /** Calls the listener for every change, on the thread that saw it, until the answer is closed. */
    public Jobs.Listening listen(Consumer<MachineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * From now on this process looks at all machines once a second and receives the events of the guests that no other
     * process watches: for a window that stays open.
     */
    public synchronized void follow() {
        if (looking == null) {
            machines.values().forEach(Machine::follow);
            looking = Threads.repeat("machines", context.time(), LOOK_EVERY, this::lookAgain);
        }
    }

    private void lookAgain() {
        try {
            list();
            trouble = null;
        } catch (ProblemException e) {
            // Told once, and not again every second for as long as it lasts.
            if (!e.problem().equals(trouble)) {
                trouble = e.problem();
                LOG.warn("the machines could not be looked at", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Which machine uses which file now.
     *
     * @throws ProblemException if the folder of machines cannot be read, or it cannot be told what a guest has
     */
    public FileUsers fileUsers() throws ProblemException, InterruptedException {
        syncWithFolder();
        List<FileUsers.Use> uses = new ArrayList<>();
        for (Machine machine : machines.values()) {
            uses.add(FileUsers.Use.of(machine, context));
        }
        return new FileUsers(uses);
    }

    /** What machines use each file for, and work on files that no guest may have meanwhile. */
    public FileUses uses() {
        return new FileUses(this, context);
    }

    /**
     * Refuses disks that the machine would write to and that another machine has, or builds on.
     *
     * @param disks those that the machine did not have before
     * @throws ProblemException {@code DiskTaken}
     */
    void requireFree(MachineId machine, List<DiskSpec> disks) throws ProblemException, InterruptedException {
        // A relative path is of the machine's own folder.
        List<Path> files = disks.stream()
                .filter(disk -> !disk.readOnly() && disk.file().isAbsolute())
                .map(DiskSpec::file)
                .toList();
        if (files.isEmpty()) {
            return;
        }
        FileUsers users = fileUsers();
        for (Path file : files) {
            List<String> others = users.besides(machine, file);
            if (!others.isEmpty()) {
                throw new ProblemException(new MediaProblem.DiskTaken(file, others));
            }
        }
    }

    /**
     * What the host has promised to the guests that run.
     *
     * @throws ProblemException as {@link #list()}
     */
    public List<Promise> promised() throws ProblemException, InterruptedException {
        return promises(list());
    }

    /** The same, apart from this machine's. */
    List<Promise> promised(MachineId except) throws ProblemException, InterruptedException {
        return promises(others(except));
    }

    private static List<Promise> promises(List<Machine> machines) {
        List<Promise> promises = new ArrayList<>();
        for (Machine machine : machines) {
            MachineSnapshot snapshot = machine.snapshot();
            LaunchRecord launch = snapshot.launch();
            ByteSize memory = snapshot.memory();
            if (launch != null && memory != null) {
                promises.add(new Promise(launch.pid(), memory));
            }
        }
        return promises;
    }

    private List<Machine> others(MachineId except) throws ProblemException, InterruptedException {
        syncWithFolder();
        List<Machine> others = machines.values().stream()
                .filter(machine -> !machine.id().equals(except))
                .toList();
        refresh(others);
        return others;
    }

    /** Does something that needs this name to be free, while no other process can take it. */
    void withFreeName(String name, @Nullable MachineId except, Names.Step step)
            throws ProblemException, InterruptedException {
        names.with(name, () -> {
            syncWithFolder();
            search().requireFree(name, except);
            step.run();
        });
    }

    /** Moves all of the machine's folder to the trash but the files that others use. */
    Deletion moveToTrash(Machine machine, Progress progress) throws ProblemException, InterruptedException {
        FileUsers users = fileUsers();
        return Trash.of(context).take(machine, file -> users.besides(machine.id(), file), progress);
    }

    /** Brings the objects in line with the folders: new ones appear, and what was cut off half-made is removed. */
    private void syncWithFolder() throws ProblemException {
        MachineFolders.Found found = folders.look(this::isKnown);
        problems = found.problems();
        machines.values().removeIf(machine -> {
            boolean gone = !machine.folder().equals(found.machines().get(machine.id())) && isGone(machine);
            if (gone) {
                machine.close();
                publish(new MachineEvent.Removed(machine.id()));
            }
            return gone;
        });
        for (MachineFolder folder : found.machines().values()) {
            if (!machines.containsKey(folder.id())) {
                machineOf(folder);
            }
        }
    }

    private boolean isKnown(MachineFolder folder) {
        Machine machine = machines.get(folder.id());
        return machine != null && machine.folder().equals(folder);
    }

    /** Looked at once more: one that was made since the look is not gone. */
    private boolean isGone(Machine machine) {
        Path folder = machine.folder().path();
        return !Files.isDirectory(folder)
                || Files.exists(folder.resolve(Trash.KEPT))
                || !context.paths().folders().present(Folders.Kind.MACHINES).contains(folder.getParent());
    }

    private synchronized Machine machineOf(MachineFolder folder) {
        return machines.computeIfAbsent(folder.id(), wanted -> {
            Machine machine = new Machine(folder, context, this, this::publish);
            if (looking != null) {
                machine.follow();
            }
            return machine;
        });
    }

    private void publish(MachineEvent event) {
        for (Consumer<MachineEvent> listener : listeners) {
            listener.accept(event);
        }
    }

    /** Lets go of all guests, which run on. */
    @Override
    public synchronized void close() {
        if (looking != null) {
            looking.close();
            looking = null;
        }
        machines.values().forEach(Machine::close);
    }
}
