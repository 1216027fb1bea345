package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.nativebridge.ExitStatus;
import org.jspecify.annotations.Nullable;

/** Says how a guest ended, from all the evidence there is. Safe for use by many threads. */
final class GuestEnding {
    private final MachineFolder folder;
    private final TimeSource time;

    GuestEnding(MachineFolder folder, TimeSource time) {
        this.folder = folder;
        this.time = time;
    }

    /**
     * How the guest ended.
     *
     * @param status how its process ended, null where the system does not tell (it was not started by this process)
     * @param watched whether this process had the guest's events until the end
     * @param shutDown whether it saw the guest shut itself down
     */
    GuestEnd end(@Nullable ExitStatus status, boolean watched, boolean shutDown) {
        QemuLog log = new QemuLog(folder);
        QemuLog.Cause cause = log.cause();
        String detail = switch (status) {
            case null -> "";
            case ExitStatus.Exited(int code) -> "exit code " + code;
            case ExitStatus.Signalled(int signal) -> "signal " + signal;
            case ExitStatus.Unseen() -> "";
        };
        boolean inOrder = status == null || status.equals(new ExitStatus.Exited(0)) || detail.isEmpty();
        GuestEnd.How how;
        if (new RunFolder(folder).isForced()) {
            how = GuestEnd.How.FORCED;
        } else if (inOrder && cause == QemuLog.Cause.SIGNAL) {
            how = GuestEnd.How.UNEXPECTED;
            detail = "a signal from another process";
        } else if (inOrder && (shutDown || cause == QemuLog.Cause.GUEST)) {
            how = GuestEnd.How.GUEST_SHUTDOWN;
        } else if (inOrder && cause == QemuLog.Cause.QUIT) {
            how = GuestEnd.How.FORCED;
        } else if (inOrder && !detail.isEmpty()) {
            how = GuestEnd.How.GUEST_SHUTDOWN;
        } else {
            how = watched || !detail.isEmpty() ? GuestEnd.How.UNEXPECTED : GuestEnd.How.UNSEEN;
        }
        return new GuestEnd(how, detail, log.lastLines(), time.now());
    }
}
