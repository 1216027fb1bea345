package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Work;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One virtual machine. Its commands run one after another, each as a job; its state is what the evidence says, and only
 * this class moves it. Safe for use by many threads and, through the machine's folder, by many processes.
 */
public final class Machine {
    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    private final MachineId id;
    private final MachineContext context;
    private final MachineStore store;
    private final MachineFiles files;
    private final Condition condition;
    private final Observation observation;

    private final CommandTurn turns;

    Machine(MachineFolder folder, MachineContext context, MachineStore store, Consumer<MachineEvent> publish) {
        this.id = folder.id();
        this.context = context;
        this.store = store;
        this.files = new MachineFiles(folder, context.time());
        this.condition = new Condition(folder, context, publish);
        this.observation = new Observation(context, files, condition, publish);
        this.turns = new CommandTurn(observation);
    }

    /** Its name on disk. */
    public MachineId id() {
        return id;
    }

    /** What people call it; its id where its file cannot be read. */
    public String name() {
        return condition.name();
    }

    /** Its files. */
    public MachineFolder folder() {
        return files.folder();
    }

    /** How it stands, as far as this process knows. */
    public MachineSnapshot snapshot() {
        return condition.snapshot();
    }

    /** Whether it is gone; a snapshot tells this too, and costs more. */
    boolean isDeleted() {
        return condition.state() == MachineState.DELETED;
    }

    /**
     * What the user wants it to be.
     *
     * @throws ProblemException why its file cannot be read
     */
    public MachineSpec spec() throws ProblemException {
        MachineSpec spec = condition.spec();
        return spec == null ? files.readSpec() : spec;
    }

    /** Looks at the evidence again. Does nothing while a command runs, which looks itself. */
    public void refresh() throws InterruptedException {
        try (CommandTurn.Held turn = turns.tryTake().orElse(null)) {
            if (turn != null) {
                observation.look();
            }
        } catch (ProblemException e) {
            LOG.warn("{} could not be looked at", id, e);
        }
    }

    /** Whether this process, and so no other, receives the guest's events now. */
    public boolean isWatchedHere() {
        return observation.isWatching();
    }

    void follow() {
        observation.follow();
    }

    void close() {
        observation.close();
    }

    private GuestStart guestStart() {
        return new GuestStart(id, context, store, files, condition, observation, turns);
    }

    /** Starts the machine. A second start is harmless. */
    public Job<Effect> start(StartOptions options) {
        MachineState before = condition.beginStart();
        Work<Effect> work = switch (before) {
            case STARTING, RUNNING -> progress -> Effect.ALREADY_SO;
            case STOPPED -> progress -> guestStart().run(options, progress);
            case UNREADABLE ->
                progress -> {
                    files.readSpec();
                    throw condition.wrongState("start", before);
                };
            case PAUSED, STOPPING, DELETED ->
                progress -> {
                    throw condition.wrongState("start", before);
                };
        };
        return context.jobs().start(Phrase.of("job.machine-start", name()), work);
    }

    /**
     * Asks the guest to shut down, and waits until it has.
     *
     * @param patience how long to wait
     * @param force whether to end the guest when it has not obeyed by then; otherwise the job fails with
     *     {@code GuestIgnoresShutdown} and the guest runs on
     */
    public Job<Effect> stop(Duration patience, boolean force) {
        return context.jobs().start(Phrase.of("job.machine-stop", name()), progress -> {
            Optional<RunningGuest> asked = askToShutDown();
            if (asked.isEmpty()) {
                return Effect.ALREADY_SO;
            }
            RunningGuest guest = asked.get();
            if (new ShutdownWait(guest, observation).await(patience, progress)) {
                return Effect.DONE;
            }
            if (force) {
                return end("stop", RunningGuest::forceOff);
            }
            condition.settleWhile(guest, MachineState.RUNNING);
            throw new ProblemException(new MachineProblem.GuestIgnoresShutdown(name(), patience.toSeconds()));
        });
    }

    private Optional<RunningGuest> askToShutDown() throws ProblemException, InterruptedException {
        try (CommandTurn.Held _ = turns.takeLooking()) {
            MachineState state = condition.state();
            RunningGuest guest = condition.guest();
            if (guest == null) {
                if (state == MachineState.STARTING) {
                    throw condition.wrongState("stop", state);
                }
                return Optional.empty();
            }
            if (state == MachineState.PAUSED) {
                // A guest that stands still hears no power button.
                guest.resume();
            }
            guest.requestShutdown();
            condition.settleWhile(guest, MachineState.STOPPING);
            return Optional.of(guest);
        }
    }

    /** Ends the guest without asking it, as by pulling the plug. */
    public Job<Effect> forceOff() {
        return context.jobs()
                .start(Phrase.of("job.machine-force-off", name()), progress -> end("stop", RunningGuest::forceOff));
    }

    /** Kills the guest's process, where nothing else helps. */
    public Job<Effect> kill() {
        return context.jobs().start(Phrase.of("job.machine-kill", name()), progress -> end("kill", RunningGuest::kill));
    }

    private Effect end(String command, GuestCommand how) throws ProblemException, InterruptedException {
        try (CommandTurn.Held _ = turns.takeLooking()) {
            RunningGuest guest = condition.guest();
            if (guest == null) {
                if (condition.state() == MachineState.STARTING) {
                    throw condition.wrongState(command, MachineState.STARTING);
                }
                return Effect.ALREADY_SO;
            }
            condition.settleWhile(guest, MachineState.STOPPING);
            how.run(guest);
            observation.ended(
                    guest,
                    new GuestEnd(
                            GuestEnd.How.FORCED,
                            "",
                            files.lastLogLines(),
                            context.time().now()));
            return Effect.DONE;
        }
    }

    /** Stops the guest's processors. */
    public Job<Effect> pause() {
        return command("pause", MachineState.PAUSED, RunningGuest::pause);
    }

    /** Lets a paused guest go on. */
    public Job<Effect> resume() {
        return command("resume", MachineState.RUNNING, RunningGuest::resume);
    }

    /** Restarts the guest as by its reset button. */
    public Job<Effect> reset() {
        return command("reset", null, RunningGuest::reset);
    }

    private Job<Effect> command(String word, @Nullable MachineState aim, GuestCommand command) {
        return context.jobs().start(Phrase.of("job.machine-" + word, name()), progress -> {
            try (CommandTurn.Held _ = turns.takeLooking()) {
                MachineState state = condition.state();
                if (state == aim) {
                    return Effect.ALREADY_SO;
                }
                RunningGuest guest = condition.guest();
                if (guest == null || (state != MachineState.RUNNING && state != MachineState.PAUSED)) {
                    throw condition.wrongState(word, state);
                }
                command.run(guest);
                GuestStatus status = guest.status();
                observation.apply(guest, status);
                if (aim == MachineState.RUNNING) {
                    failIfStillPaused(status);
                }
                return Effect.DONE;
            }
        });
    }

    /** A guest that paused because its disk is full pauses again at once while the disk is still full. */
    private void failIfStillPaused(GuestStatus status) throws ProblemException {
        Optional<Problem> obstacle = observation.obstacle(status);
        if (obstacle.isPresent()) {
            throw new ProblemException(obstacle.get());
        }
        if (status == GuestStatus.PAUSED) {
            throw condition.wrongState("resume", MachineState.PAUSED);
        }
    }

    /**
     * Changes what the user wants the machine to be. A running guest is given what it can take at once, and keeps the rest
     * of what it has until its next start ({@link MachineSnapshot#waiting}); its disks stay.
     *
     * @param change sets the new values
     * @return the new spec, already written
     * @throws ProblemException what the new values cannot be, {@code NameTaken}, {@code DiskTaken}, {@code WrongState} for
     *     other disks while a guest runs, or what the guest refuses; the machine's file stays as it was then
     */
    public MachineSpec change(Change change) throws ProblemException, InterruptedException {
        try (CommandTurn.Held _ = turns.takeLooking()) {
            return new SpecChange(id, store, files, condition).run(change);
        }
    }

    /**
     * Moves the machine to the trash. Files of it that other machines or images use stay where they are.
     *
     * @return the folder in the trash, and what was kept for whom
     */
    public Job<Deletion> delete() {
        return context.jobs().start(Phrase.of("job.machine-delete", name()), progress -> {
            try (CommandTurn.Held _ = turns.take();
                    FileLock _ = files.lock(name())) {
                observation.look();
                if (condition.state().isLive()) {
                    throw condition.wrongState("delete", condition.state());
                }
                Deletion deletion = store.moveToTrash(this, progress);
                condition.settle(MachineState.DELETED);
                return deletion;
            }
        });
    }

    /** Does something to a file of this machine's while it neither runs nor can be started. */
    <T> T whileOff(Path file, Work<T> work, Progress progress) throws ProblemException, InterruptedException {
        try (CommandTurn.Held _ = turns.take();
                FileLock _ = files.lock(name())) {
            observation.look();
            if (condition.state().isLive()) {
                throw new ProblemException(new MediaProblem.DiskInUse(file, name()));
            }
            return work.run(progress);
        }
    }

    /**
     * The live guest, for its console, display and pictures.
     *
     * @throws ProblemException {@code WrongState} if it does not run
     */
    public RunningGuest guest(String command) throws ProblemException, InterruptedException {
        try (CommandTurn.Held _ = turns.takeLooking()) {
            RunningGuest guest = condition.guest();
            if (guest == null) {
                throw condition.wrongState(command, condition.state());
            }
            return guest;
        }
    }

    /**
     * The memory that the guest has now.
     *
     * @return empty where it does not run, or does not tell
     */
    public Optional<ByteSize> guestMemory() throws ProblemException, InterruptedException {
        RunningGuest guest = condition.guest();
        return guest == null || !guest.live().contains(Setting.MEMORY) ? Optional.empty() : guest.memory();
    }

    /**
     * The command line that the guest was started with, or would be started with now.
     *
     * @throws ProblemException if the machine's file cannot be read, or no such machine can be run here
     */
    public List<String> commandLine() throws ProblemException, InterruptedException {
        RunningGuest guest = condition.guest();
        return guest == null
                ? context.hypervisor().commandLine(spec(), folder())
                : guest.record().arguments();
    }

    /** Which settings the guest can be given while it runs; none where it does not run. */
    public Set<Setting> live() {
        RunningGuest guest = condition.guest();
        return guest == null ? Set.of() : guest.live();
    }

    /** A command to a live guest. */
    @FunctionalInterface
    private interface GuestCommand {
        void run(RunningGuest guest) throws ProblemException, InterruptedException;
    }

    /** A change of a spec. */
    @FunctionalInterface
    public interface Change {
        /** Sets what shall be different. */
        void apply(MachineSpecBuilder builder) throws ProblemException, InterruptedException;
    }
}
