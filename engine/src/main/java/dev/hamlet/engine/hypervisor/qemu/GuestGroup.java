package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.CpuGroup;
import dev.hamlet.engine.host.CpuGroups;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a guest's process stands among the control groups of this host: in a scope of systemd's where that runs, in a group
 * of Hamlet's own where this account may make one, else where Hamlet is. Asks the kernel each time and keeps nothing, so
 * that a guest that was found is limited like one that was started. Safe for use by many threads.
 */
final class GuestGroup {
    private final ProcessLauncher launcher;
    private final CpuGroups groups = CpuGroups.ofThisHost();
    private final MachineId machine;
    private final long pid;

    GuestGroup(ProcessLauncher launcher, MachineId machine, long pid) {
        this.launcher = launcher;
        this.machine = machine;
        this.pid = pid;
    }

    /**
     * Places a process that was just made. Never a reason for a start to fail; a guest without limit does not wait for it.
     *
     * @return whether the limit of the spec is kept
     */
    boolean place(MachineSpec spec) throws InterruptedException {
        SystemdScope scope = scope();
        boolean limited = spec.cpuLimit() != MachineSpec.NO_CPU_LIMIT;
        if (!limited) {
            Threads.virtual("group-" + machine, () -> {
                try {
                    if (scope.isPossible()) {
                        scope.place();
                    } else {
                        groups.sweep();
                        groups.place(machine.value(), pid);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            return true;
        }
        if (scope.isPossible()) {
            return scope.place() && isScopeBounded() && isDone(() -> scope.limit(spec.processors()));
        }
        groups.sweep();
        Optional<CpuGroup> group = groups.place(machine.value(), pid);
        return group.isPresent() && isDone(() -> limit(group.get(), spec.processors()));
    }

    /** Whether the guest can be limited now. */
    boolean canLimit() {
        return groups.of(machine.value(), pid).isPresent() || isScopeBounded();
    }

    /**
     * Lets the guest have so much of the processors from now on.
     *
     * @throws ProblemException {@code FileUnusable} if the kernel refuses, or {@code ToolFailed} if systemd does
     */
    void limit(double processors) throws ProblemException, InterruptedException {
        Optional<CpuGroup> own = groups.of(machine.value(), pid);
        if (own.isPresent()) {
            limit(own.get(), processors);
        } else {
            scope().limit(processors);
        }
    }

    /** The guest has ended. */
    void leave() {
        groups.sweep();
    }

    private SystemdScope scope() {
        return new SystemdScope(launcher, machine, pid);
    }

    private boolean isScopeBounded() {
        return groups.isBoundedUnit(scope().unit(), pid);
    }

    private static void limit(CpuGroup group, double processors) throws ProblemException {
        try {
            group.limit(processors);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(group.folder(), WholeFile.reason(e)), e);
        }
    }

    /** Something that may be refused. */
    @FunctionalInterface
    private interface Deed {
        void run() throws ProblemException, InterruptedException;
    }

    private static boolean isDone(Deed deed) throws InterruptedException {
        try {
            deed.run();
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }
}
