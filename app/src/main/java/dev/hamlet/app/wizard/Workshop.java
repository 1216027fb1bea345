package dev.hamlet.app.wizard;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.UsualResources;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the dialog asks of the engine. Every call may block, for ever where a file system does, and is made on a thread
 * that nobody waits for.
 */
interface Workshop {
    /** The systems that a machine can be made of, best first, and what is wrong with the lists of them. */
    record Offers(List<Offer> systems, List<Problem> problems) {}

    /** A machine that was made, and why it was not started although that was wanted. */
    record Made(Machine machine, Optional<Problem> startProblem) {}

    /** What there is to make a machine of. */
    Offers offers() throws ProblemException;

    /** What a machine gets where nothing else is said. */
    UsualResources usual();

    /**
     * The best of these that can be had right now: one of the library, else what its publisher's site offers or what can
     * be built. Takes some seconds where a network is asked. Empty where there is none.
     */
    Optional<Offer> best(List<Offer> offers) throws InterruptedException;

    /** What this offer needs, now that somebody wants it: its disk is looked at. */
    Needs needs(Offer offer) throws ProblemException, InterruptedException;

    /** What this computer has for it. */
    Room room() throws ProblemException, InterruptedException;

    /** What a machine can be started with here. */
    Set<Firmware> firmwares() throws ProblemException, InterruptedException;

    /** The user's public keys, by name; none where they cannot be read. */
    List<SshKey> keys();

    /** The public key of this file. */
    SshKey key(Path file) throws ProblemException;

    /** A port of this computer that could lead to a guest's SSH: nobody has it, and no machine forwards it. */
    OptionalInt portForSsh() throws ProblemException, InterruptedException;

    /** Whether this file would be taken for a CD image and not for a disk. */
    boolean isCd(Path file);

    /** This file as a CD image. */
    Source.Cd cd(Path file) throws ProblemException;

    /** This file as a disk that the machine uses where it is. */
    Source.Disk disk(Path file) throws ProblemException, InterruptedException;

    /** Begins the work: brings the image, makes the machine, starts it. Cancelled or failed, it leaves nothing half-made. */
    Job<Made> make(Order order);
}
