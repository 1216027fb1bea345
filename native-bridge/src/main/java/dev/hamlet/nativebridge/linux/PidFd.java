package dev.hamlet.nativebridge.linux;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.hamlet.nativebridge.NativeException;
import java.util.Optional;

/** The calls of pidfd_open(2) and pidfd_send_signal(2), by number: glibc names them only since 2.36. */
final class PidFd {
    private PidFd() {}

    /** Asked once, when first needed. */
    private static final class Support {
        static final boolean GIVEN = ask();
    }

    /** Whether the kernel has them (5.3 and newer), and no sandbox forbids them. */
    static boolean supported() {
        return Support.GIVEN;
    }

    private static boolean ask() {
        int self = (int) ProcessHandle.current().pid();
        long number = call(Flags.SYS_PIDFD_OPEN, new NativeLong(self), new NativeLong(0));
        if (number < 0) {
            return false;
        }
        new Descriptor((int) number).close();
        return true;
    }

    /** Opens whatever process has this number now, zombies included; empty if none has. */
    static Optional<Descriptor> open(long pid) throws NativeException {
        long number = call(Flags.SYS_PIDFD_OPEN, new NativeLong(pid), new NativeLong(0));
        if (number >= 0) {
            return Optional.of(new Descriptor((int) number));
        }
        int errno = Errno.last();
        // EINVAL where the number is still that of a session or group that its leader has left, or that of a thread.
        if (errno == Flags.ESRCH || errno == Flags.EINVAL) {
            return Optional.empty();
        }
        throw Errno.failure("pidfd_open(" + pid + ")", errno);
    }

    /** Sends a signal; false if the process has ended and was collected. */
    static boolean signal(Descriptor process, int signal) throws NativeException {
        long result = call(
                Flags.SYS_PIDFD_SEND_SIGNAL,
                new NativeLong(process.number()),
                new NativeLong(signal),
                Pointer.NULL,
                new NativeLong(0));
        if (result == 0) {
            return true;
        }
        int errno = Errno.last();
        if (errno == Flags.ESRCH) {
            return false;
        }
        throw Errno.failure("pidfd_send_signal", errno);
    }

    private static long call(int number, Object... arguments) {
        return LibC.INSTANCE.syscall(new NativeLong(number), arguments).longValue();
    }
}
