package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxProcesses;
import java.util.Optional;

/**
 * Processes of this computer, named so that a number used again is never mistaken for the process it once was. All
 * methods may be called from any thread.
 */
public interface Processes {
    /** The processes of this operating system. */
    static Processes of() {
        Host.requireLinux();
        return LinuxProcesses.INSTANCE;
    }

    /** This program itself. */
    ProcessIdentity self();

    /**
     * The identity of the process that has this number now.
     *
     * @return empty if there is none, or if it has ended and only waits to be collected (a zombie)
     * @throws java.io.UncheckedIOException where there is one and it cannot be looked at, as when too many files are open
     */
    Optional<ProcessIdentity> identify(long pid);

    /**
     * Whether that very process runs or is stopped. A zombie has ended, and so has a process whose number belongs to
     * another start or another boot by now. Where there is a process of this number that cannot be looked at, as when too
     * many files are open, it counts as that very one: only what is not there has surely ended.
     */
    boolean alive(ProcessIdentity process);

    /**
     * What that very process has used up to now; reads two small files and never waits.
     *
     * @return empty if it has ended, whoever has its number now
     */
    Optional<ProcessUsage> usage(ProcessIdentity process);

    /**
     * Sends a signal to that very process. Where the kernel has pidfds (5.3 and newer) another process with the same
     * number is never hit; elsewhere the identity is checked right before kill(2), which leaves some microseconds.
     *
     * @return false if it has ended, nothing was sent then
     * @throws NativeException if the signal may not be sent, such as EPERM for another user's process, or if it cannot be
     *     seen whether it is that process
     */
    boolean signal(ProcessIdentity process, Signal signal) throws NativeException;

    /**
     * Watches for the end of a process, child or not. One that has ended already gives a watch that says so.
     *
     * @throws NativeException if there are no more descriptors, or if it cannot be seen whether it is that process
     */
    ExitWatch watch(ProcessIdentity process) throws NativeException;

    /**
     * Starts a program by posix_spawn(3) in a session of its own, with no signal blocked or ignored, its input at its
     * end and its output in files. It outlives this program and does not get the Ctrl-C of its terminal.
     *
     * @throws NativeException naming what failed: the file that could not be opened, or the program
     */
    DetachedProcess start(DetachedStart start) throws NativeException;
}
