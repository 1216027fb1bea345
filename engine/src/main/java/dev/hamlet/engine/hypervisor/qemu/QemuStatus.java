package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;

/** Asks QEMU how its guest stands. */
final class QemuStatus {
    private QemuStatus() {}

    /**
     * The status, by QAPI's {@code RunState}; why a disk stopped the guest is asked of the disks. QEMU's "prelaunch" also
     * is what a paused guest is in after a reset, so only the run folder knows whether the guest was ever told to run.
     */
    static GuestStatus of(Qmp qmp, RunFolder run, Duration limit) throws ProblemException, InterruptedException {
        GuestStatus status = ask(qmp, limit);
        if (status == GuestStatus.PRELAUNCH) {
            return run.hasRun() ? GuestStatus.PAUSED : GuestStatus.PRELAUNCH;
        }
        run.noteRun();
        return status;
    }

    private static GuestStatus ask(Qmp qmp, Duration limit) throws ProblemException, InterruptedException {
        String state = qmp.execute(QmpCommand.of("query-status"), limit).text("status");
        return switch (state) {
            case "prelaunch", "inmigrate" -> GuestStatus.PRELAUNCH;
            case "paused", "save-vm", "restore-vm", "debug", "watchdog", "finish-migrate", "postmigrate", "colo" ->
                GuestStatus.PAUSED;
            case "guest-panicked", "internal-error" -> GuestStatus.PANICKED;
            case "shutdown" -> GuestStatus.SHUT_DOWN;
            case "io-error" -> diskError(qmp, limit);
            default -> GuestStatus.RUNNING;
        };
    }

    private static GuestStatus diskError(Qmp qmp, Duration limit) throws ProblemException, InterruptedException {
        boolean noSpace = qmp.execute(QmpCommand.of("query-block"), limit).elements().stream()
                .anyMatch(drive -> drive.text("io-status").equals("nospace"));
        return noSpace ? GuestStatus.PAUSED_NO_SPACE : GuestStatus.PAUSED_DISK_ERROR;
    }
}
