package dev.hamlet.engine.machine;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** Runs guests. Safe for use by many threads; calls for one machine are made one after another. */
public interface Hypervisor {
    /** Its name in records: {@code qemu}. */
    String id();

    /**
     * What it can do on this host. The first call may probe, later ones answer from memory or from the cache.
     *
     * @throws ProblemException if it is not installed or does not work
     */
    Capabilities capabilities() throws ProblemException, InterruptedException;

    /**
     * Checks, without making or starting anything, that this machine could be started now: its files are there, of the
     * right format and free, its firmware is installed, its ports are free.
     *
     * @throws ProblemException the first thing that is wrong
     */
    void check(MachineSpec spec, MachineFolder folder) throws ProblemException, InterruptedException;

    /**
     * The command line that a start now would use, as far as it can be told before: for people to read. Makes and starts
     * nothing.
     *
     * @return nothing where it starts no program
     * @throws ProblemException if the hypervisor is not installed or cannot run such a machine
     */
    default List<String> commandLine(MachineSpec spec, MachineFolder folder)
            throws ProblemException, InterruptedException {
        return List.of();
    }

    /**
     * Starts the guest's process paused, proves that its monitor answers, writes the launch record into the run folder
     * and lets the guest run. On any failure the process is ended and the run folder is as empty as before.
     *
     * @throws ProblemException why it could not be started
     */
    RunningGuest launch(MachineSpec spec, MachineFolder folder, Progress progress)
            throws ProblemException, InterruptedException;

    /**
     * Finds the guest of this machine that runs already, started by whoever: by its launch record, else by who listens
     * on its sockets. A process that is not proven to be this machine's is never taken for it.
     *
     * @return empty if no process of the machine lives
     */
    Optional<RunningGuest> adopt(MachineFolder folder) throws ProblemException, InterruptedException;

    /**
     * How the guest has ended whose launch record still lies in the run folder, as far as what it left behind says so,
     * though nobody watched.
     *
     * @return empty if it says nothing
     */
    default Optional<GuestEnd> pastEnd(MachineFolder folder) {
        return Optional.empty();
    }
}
