package dev.hamlet.engine.machine;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one machine's guest, so that whatever becomes of it the state is true and nothing half-started is left. */
final class GuestStart {
    private static final Logger LOG = LoggerFactory.getLogger(GuestStart.class);

    private final MachineId id;
    private final MachineContext context;
    private final MachineStore store;
    private final MachineFiles files;
    private final Condition condition;
    private final Observation observation;
    private final CommandTurn turns;

    GuestStart(
            MachineId id,
            MachineContext context,
            MachineStore store,
            MachineFiles files,
            Condition condition,
            Observation observation,
            CommandTurn turns) {
        this.id = id;
        this.context = context;
        this.store = store;
        this.files = files;
        this.condition = condition;
        this.observation = observation;
        this.turns = turns;
    }

    /**
     * Starts the guest.
     *
     * @throws ProblemException why it does not run; the state is what the evidence says then
     */
    Effect run(StartOptions options, Progress progress) throws ProblemException, InterruptedException {
        CommandTurn.Held turn;
        try {
            turn = turns.take();
        } catch (InterruptedException e) {
            // Cancelled while another command ran: nothing was begun.
            condition.startIsOver();
            condition.settle(MachineState.STOPPED);
            throw e;
        }
        try (turn) {
            try {
                return underLock(options, progress);
            } finally {
                condition.startIsOver();
                settle();
            }
        }
    }

    private Effect underLock(StartOptions options, Progress progress) throws ProblemException, InterruptedException {
        try (FileLock _ = files.lock(condition.name())) {
            Optional<RunningGuest> running = context.hypervisor().adopt(files.folder());
            if (running.isPresent() && running.get().status() != GuestStatus.PRELAUNCH) {
                running.get().close();
                return Effect.ALREADY_SO;
            }
            MachineSpec spec = files.readSpec();
            condition.spec(spec);
            context.admission().admit(spec, store.promised(id), options.overcommit());
            files.markStart();
            RunningGuest guest;
            try {
                guest = context.hypervisor().launch(spec, files.folder(), progress);
            } finally {
                files.unmarkStart();
            }
            if (spec.board().isEmpty()) {
                // The guest's hardware stays what it is now, whatever a later QEMU would choose.
                MachineSpec pinned =
                        spec.toBuilder().board(guest.record().board()).build();
                files.writeSpec(pinned);
                condition.spec(pinned);
            }
            condition.attached(guest, MachineState.RUNNING);
            observation.listenTo(guest);
            return Effect.DONE;
        }
    }

    /** Whatever the start came to, the state is what the evidence says. */
    private void settle() {
        try {
            if (condition.guest() == null) {
                observation.look();
            }
        } catch (ProblemException | InterruptedException e) {
            LOG.warn("{} could not be looked at after a start", id, e);
            condition.settle(MachineState.STOPPED);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
