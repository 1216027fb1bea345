package dev.hamlet.nativebridge.linux;

import com.sun.jna.ptr.IntByReference;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.ExitWatch;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.ProcessUsage;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Processes by proc(5), pidfds and posix_spawn(3). */
public final class LinuxProcesses implements Processes {
    /** The one of this program: all its children are collected by one thread. */
    public static final LinuxProcesses INSTANCE = new LinuxProcesses(true);

    private final boolean pidFds;
    private final Path proc;
    private final String bootId;
    private final ProcessIdentity self;
    private final ExitLoop exits;
    private final ProcUsage usage = ProcUsage.ofThisHost();

    /**
     * Loads nothing native: who only looks at processes needs none of it.
     *
     * @param pidFds false to do without pidfds, as on kernels before 5.3, for tests
     */
    LinuxProcesses(boolean pidFds) {
        this(pidFds, ProcStat.PROC);
    }

    /** @param proc where others are looked at; another folder than {@code /proc} for tests */
    LinuxProcesses(boolean pidFds, Path proc) {
        this.pidFds = pidFds;
        this.proc = proc;
        try {
            bootId =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("This Linux tells no boot id", e);
        }
        long pid = ProcessHandle.current().pid();
        self = identity(pid, read(ProcStat.PROC, pid).orElseThrow());
        exits = new ExitLoop(this);
    }

    @Override
    public ProcessIdentity self() {
        return self;
    }

    @Override
    public Optional<ProcessIdentity> identify(long pid) {
        return read(proc, pid).filter(stat -> !stat.ended()).map(stat -> identity(pid, stat));
    }

    private static Optional<ProcStat> read(Path proc, long pid) {
        try {
            return ProcStat.read(proc, pid);
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean alive(ProcessIdentity process) {
        try {
            return isThat(process);
        } catch (NativeException e) {
            // It is there, and nobody can see whether it is that very one.
            return process.bootId().equals(bootId);
        }
    }

    /** The same for those who act on it: where that cannot be seen, it is told. */
    private boolean isThat(ProcessIdentity process) throws NativeException {
        try {
            return identify(process.pid()).filter(process::equals).isPresent();
        } catch (UncheckedIOException e) {
            NativeException unseen = new NativeException(
                    "read(/proc/" + process.pid() + "/stat)", Flags.EIO, String.valueOf(e.getMessage()));
            unseen.initCause(e);
            throw unseen;
        }
    }

    @Override
    public Optional<ProcessUsage> usage(ProcessIdentity process) {
        return process.bootId().equals(bootId) ? usage.read(process) : Optional.empty();
    }

    @Override
    public boolean signal(ProcessIdentity process, Signal signal) throws NativeException {
        int number = number(signal);
        if (hasPidFds()) {
            Optional<Descriptor> opened = PidFd.open(process.pid());
            if (opened.isEmpty()) {
                return false;
            }
            try (Descriptor descriptor = opened.get()) {
                // Only now: from here on the descriptor means the process that was checked, whatever becomes of the
                // pid.
                return isThat(process) && PidFd.signal(descriptor, number);
            }
        }
        if (!isThat(process)) {
            return false;
        }
        if (LibC.INSTANCE.kill((int) process.pid(), number) == 0) {
            return true;
        }
        int errno = Errno.last();
        if (errno == Flags.ESRCH) {
            return false;
        }
        throw Errno.failure("kill(" + process.pid() + ")", errno);
    }

    @Override
    public ExitWatch watch(ProcessIdentity process) throws NativeException {
        return exits.watch(process, openSurely(process));
    }

    @Override
    public DetachedProcess start(DetachedStart start) throws NativeException {
        int pid = Spawn.start(start);
        // Until the loop collects it the number cannot be used again, and a zombie has its start time still.
        ProcessIdentity identity = begun(pid);
        Optional<Descriptor> descriptor = Optional.empty();
        try {
            descriptor = hasPidFds() ? PidFd.open(pid) : Optional.empty();
        } catch (NativeException _) {
            // Out of descriptors: the process runs, so it is collected by looking now and then.
        }
        try {
            return exits.collect(identity, descriptor);
        } catch (NativeException e) {
            endChild(pid);
            throw e;
        }
    }

    private ProcessIdentity begun(int pid) throws NativeException {
        try {
            return identity(pid, ProcStat.read(pid).orElseThrow());
        } catch (IOException e) {
            endChild(pid);
            NativeException unseen =
                    new NativeException("read(/proc/" + pid + "/stat)", Flags.EIO, String.valueOf(e.getMessage()));
            unseen.initCause(e);
            throw unseen;
        }
    }

    /** Nobody would collect it: a failed start leaves nothing behind. */
    private static void endChild(int pid) {
        int _ = LibC.INSTANCE.kill(pid, number(Signal.KILL));
        int _ = LibC.INSTANCE.waitpid(pid, new IntByReference(), 0);
    }

    /** A pidfd of that very process, empty if it has ended or there are no pidfds. */
    private Optional<Descriptor> openSurely(ProcessIdentity process) throws NativeException {
        if (!hasPidFds()) {
            return Optional.empty();
        }
        Optional<Descriptor> opened = PidFd.open(process.pid());
        boolean done = false;
        try {
            if (opened.isPresent() && !isThat(process)) {
                return Optional.empty();
            }
            done = true;
            return opened;
        } finally {
            if (!done) {
                opened.ifPresent(Descriptor::close);
            }
        }
    }

    private boolean hasPidFds() {
        return pidFds && PidFd.supported();
    }

    private ProcessIdentity identity(long pid, ProcStat stat) {
        return new ProcessIdentity(pid, stat.startTime(), bootId);
    }

    private static int number(Signal signal) {
        return switch (signal) {
            case HUP -> 1;
            case INT -> 2;
            case KILL -> 9;
            case TERM -> 15;
            case CONT -> 18;
            case STOP -> 19;
        };
    }
}
