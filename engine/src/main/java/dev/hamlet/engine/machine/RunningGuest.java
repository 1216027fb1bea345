package dev.hamlet.engine.machine;

import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The live handle on a guest's process. Every command takes the guest's command monitor under its lock for that one
 * command, so that any number of processes can hold such handles. Closing it lets go of the process and leaves it
 * running. Safe for use by many threads.
 */
public interface RunningGuest extends AutoCloseable {
    /** What was started. */
    LaunchRecord record();

    /** Whether the process lives; a reused pid is not it, a zombie has ended. */
    boolean isAlive();

    /** Asks how the guest stands; {@link GuestStatus#SILENT} where the monitor does not answer within seconds. */
    GuestStatus status() throws ProblemException, InterruptedException;

    /** Stops the guest's processors. */
    void pause() throws ProblemException, InterruptedException;

    /** Lets them go on. */
    void resume() throws ProblemException, InterruptedException;

    /** Restarts the guest as by its reset button. */
    void reset() throws ProblemException, InterruptedException;

    /** Presses the guest's power button; whether it obeys is the guest's matter. */
    void requestShutdown() throws ProblemException, InterruptedException;

    /** Ends the process in good order, without asking the guest; waits until it has ended. */
    void forceOff() throws ProblemException, InterruptedException;

    /** Kills the process, where nothing else helps; waits until it has ended. */
    void kill() throws ProblemException, InterruptedException;

    /** A picture of the guest's screen: the content of a PNG file. */
    byte[] picture() throws ProblemException, InterruptedException;

    /**
     * Which of its settings it can be given while it runs; a CD drive that it does not have and more memory than it was
     * started with wait for its next start all the same. Asks nobody.
     */
    Set<Setting> live();

    /**
     * The memory that the guest has now, between what it was started with and what it was asked to give back.
     *
     * @return empty where it has no balloon to give memory back with
     */
    Optional<ByteSize> memory() throws ProblemException, InterruptedException;

    /**
     * Asks the guest to give memory back, or gives it back to the guest. It does so as it can: {@link #memory} says how
     * far it has come.
     *
     * @param aim what it shall have, at most what it was started with
     */
    void changeMemory(ByteSize aim) throws ProblemException, InterruptedException;

    /**
     * Lets the guest have so much of the host's processors from now on.
     *
     * @param processors how many it may keep busy, such as 0.5; infinite for no limit
     */
    void limitCpu(double processors) throws ProblemException, InterruptedException;

    /**
     * Puts another CD into a drive, or leaves it empty.
     *
     * @param drive its id
     * @param file the CD image, whole, or null
     * @throws ProblemException {@code CdMissing}, {@code FileUnreadable}, or {@code CdLocked} if the guest does not let go
     *     of the one that is in it
     */
    void changeCd(String drive, @Nullable Path file) throws ProblemException, InterruptedException;

    /** Plugs the network cable in or out. */
    void changeLink(boolean connected) throws ProblemException, InterruptedException;

    /**
     * Forwards a port of the host.
     *
     * @throws ProblemException {@code PortTaken} or {@code PortNeedsPrivilege}
     */
    void addForward(PortForward forward) throws ProblemException, InterruptedException;

    /** Forwards this port no longer; harmless where it is not forwarded. */
    void removeForward(PortForward forward) throws ProblemException, InterruptedException;

    /** Limits how much a disk is read and written, as {@link DiskSpec#limit} has it. */
    void limitDisk(DiskSpec disk) throws ProblemException, InterruptedException;

    /**
     * Notes, for every process, what the guest has of its machine's settings now. Called with the machine's folder
     * locked.
     */
    void note(MachineSpec has) throws ProblemException, InterruptedException;

    /**
     * Writes a picture of the guest's screen.
     *
     * @param file a PNG file, replaced whole
     */
    default void screenshot(Path file) throws ProblemException, InterruptedException {
        byte[] picture = picture();
        try {
            WholeFile.write(file.toAbsolutePath(), picture);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /**
     * The guest's network interfaces by its own word: asks the agent within it.
     *
     * @return empty if no agent answers within seconds, as in most guests
     */
    Optional<List<GuestInterface>> interfaces() throws ProblemException, InterruptedException;

    /**
     * Whether an agent in the guest shares its clipboard with the guest's display now; such as spice-vdagent does, while
     * somebody is logged in to a desktop there.
     */
    boolean sharesClipboard() throws ProblemException, InterruptedException;

    /**
     * Sends events of the guest to the listener until the answer is closed. One process at a time has them.
     *
     * @return empty if another process has them
     */
    Optional<Watch> watch(Consumer<GuestEvent> listener) throws ProblemException, InterruptedException;

    /**
     * Opens the guest's serial line. One reader at a time has it.
     *
     * @param take whether to take it from a reader that has it
     * @throws ProblemException {@code SerialHeld} says who has it
     */
    SerialLine serial(boolean take) throws ProblemException, InterruptedException;

    /**
     * Opens the guest's display; any number of sessions may be at it.
     *
     * @param listener hears of the session
     * @throws ProblemException {@code DisplayGone} if it cannot be had
     */
    DisplaySession display(DisplayListener listener) throws ProblemException, InterruptedException;

    /**
     * Waits until the process has ended.
     *
     * @return how, or empty if it lives on after this time
     */
    Optional<GuestEnd> awaitEnd(Duration limit) throws InterruptedException;

    /** Lets go of the process, which lives on. */
    @Override
    void close();

    /** A place at the guest's events; closing it ends the listening. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** The guest's serial line while one reader has it. */
    interface SerialLine extends AutoCloseable {
        /** Bytes both ways; end of input means that the guest ended or that another reader took the line. */
        SocketChannel channel();

        @Override
        void close();
    }
}
