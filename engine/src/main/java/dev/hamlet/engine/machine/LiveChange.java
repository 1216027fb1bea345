package dev.hamlet.engine.machine;

import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Gives a running guest what it can take of new settings, step by step; after each step it is noted what the guest has, so
 * that a step that fails leaves a true note. Called with the machine's folder locked.
 */
final class LiveChange {
    private final RunningGuest guest;
    private final MachineFolder folder;
    private final MachineSpec wanted;
    private MachineSpec has;

    /** @param old what the settings were before, for a guest of which it is not known what it has */
    LiveChange(RunningGuest guest, MachineFolder folder, MachineSpec old, MachineSpec wanted) {
        this.guest = guest;
        this.folder = folder;
        this.wanted = wanted;
        this.has = Objects.requireNonNullElse(guest.record().settings(), old);
    }

    /**
     * Does it.
     *
     * @throws ProblemException what the guest or the host refuses; what was done before stays done
     */
    void run() throws ProblemException, InterruptedException {
        Set<Setting> live = guest.live();
        if (live.contains(Setting.MEMORY)) {
            memory();
        }
        if (live.contains(Setting.CPU_LIMIT) && Setting.CPU_LIMIT.differs(has, wanted)) {
            guest.limitCpu(limited(has, wanted.cpuLimit()).processors());
            now(Setting.CPU_LIMIT, wanted);
        }
        if (live.contains(Setting.CDS)) {
            cds();
        }
        if (live.contains(Setting.CONNECTED) && Setting.CONNECTED.differs(has, wanted)) {
            guest.changeLink(wanted.network().connected());
            now(Setting.CONNECTED, wanted);
        }
        if (live.contains(Setting.FORWARDS) && Setting.FORWARDS.differs(has, wanted)) {
            forwards();
        }
        if (live.contains(Setting.DISK_LIMITS) && Setting.DISK_LIMITS.differs(has, wanted)) {
            limits();
        }
    }

    /** It has as many vCPUs as it was started with. */
    private static MachineSpec limited(MachineSpec has, int percent) throws ProblemException {
        return has.toBuilder().cpuLimit(percent).build();
    }

    private void memory() throws ProblemException, InterruptedException {
        MachineSpec aim = wanted.memory().compareTo(guest.record().memory()) <= 0
                ? wanted
                : wanted.toBuilder().memory(guest.record().memory()).build();
        if (Setting.MEMORY.differs(has, aim)) {
            guest.changeMemory(aim.memory());
            now(Setting.MEMORY, aim);
        }
    }

    /** Of the drives that the guest has; others come with its next start. */
    private void cds() throws ProblemException, InterruptedException {
        List<CdSpec> drives = new ArrayList<>(has.cds());
        for (int i = 0; i < drives.size(); i++) {
            CdSpec drive = drives.get(i);
            CdSpec next = wanted.cds().stream()
                    .filter(one -> one.id().equals(drive.id()))
                    .findFirst()
                    .orElse(drive);
            if (!next.equals(drive)) {
                guest.changeCd(next.id(), next.file() == null ? null : folder.resolve(next.file()));
                drives.set(i, next);
                note(has.toBuilder().cds(drives).build());
            }
        }
    }

    private void forwards() throws ProblemException, InterruptedException {
        for (PortForward old : has.network().forwards()) {
            if (!wanted.network().forwards().contains(old)) {
                guest.removeForward(old);
                note(has.toBuilder().forwards(without(old)).build());
            }
        }
        for (PortForward next : wanted.network().forwards()) {
            if (!has.network().forwards().contains(next)) {
                guest.addForward(next);
                List<PortForward> more = new ArrayList<>(has.network().forwards());
                more.add(next);
                note(has.toBuilder().forwards(more).build());
            }
        }
        // In the order that is wanted.
        now(Setting.FORWARDS, wanted);
    }

    private List<PortForward> without(PortForward gone) {
        return has.network().forwards().stream()
                .filter(forward -> !forward.equals(gone))
                .toList();
    }

    private void limits() throws ProblemException, InterruptedException {
        for (DiskSpec disk : wanted.disks()) {
            boolean news = has.disks().stream()
                    .anyMatch(one -> one.id().equals(disk.id()) && !one.limit().equals(disk.limit()));
            if (news) {
                guest.limitDisk(disk);
            }
        }
        now(Setting.DISK_LIMITS, wanted);
    }

    private void now(Setting setting, MachineSpec as) throws ProblemException, InterruptedException {
        MachineSpecBuilder next = has.toBuilder();
        setting.copy(as, next);
        note(next.build());
    }

    private void note(MachineSpec now) throws ProblemException, InterruptedException {
        has = now;
        guest.note(now);
    }
}
