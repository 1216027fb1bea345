package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transient scope of a guest's own where systemd runs, so that the guest does not end with the session or the application
 * that started it ({@code org.freedesktop.systemd1.Manager}, its StartTransientUnit and SetUnitProperties). systemd removes
 * the scope with its last process.
 */
final class SystemdScope {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdScope.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ProcessLauncher launcher;
    private final MachineId machine;
    private final long pid;

    SystemdScope(ProcessLauncher launcher, MachineId machine, long pid) {
        this.launcher = launcher;
        this.machine = machine;
        this.pid = pid;
    }

    /** Whether systemd runs here and can be asked. */
    boolean isPossible() {
        return Files.isDirectory(Path.of("/run/systemd/system"))
                && launcher.find("busctl").isPresent();
    }

    /** The unit's name, which no other guest has. */
    String unit() {
        return "hamlet-%s-%d.scope".formatted(machine, pid);
    }

    /** Makes the scope, with the process in it; says whether systemd has. */
    boolean place() throws InterruptedException {
        try {
            ProcessResult result = launcher.run(ProcessSpec.of("busctl", placing(Users.isRoot(), unit(), pid))
                    .within(LIMIT));
            if (!result.succeeded()) {
                LOG.debug("{} is in no scope of its own: {}", machine, result.lastLine());
            }
            return result.succeeded();
        } catch (ProblemException e) {
            LOG.debug("{} is in no scope of its own", machine, e);
            return false;
        }
    }

    /**
     * Lets what is in the scope have so much of the processors.
     *
     * @param processors infinite for no limit
     * @throws ProblemException {@code ToolFailed} if systemd refuses
     */
    void limit(double processors) throws ProblemException, InterruptedException {
        launcher.runOrFail(ProcessSpec.of("busctl", limiting(Users.isRoot(), unit(), processors))
                .within(LIMIT));
    }

    /** The call as busctl(1) takes it. */
    static List<String> placing(boolean root, String unit, long pid) {
        return call(
                root,
                "StartTransientUnit",
                "ssa(sv)a(sa(sv))",
                unit,
                "fail",
                "2",
                "PIDs",
                "au",
                "1",
                Long.toString(pid),
                "CollectMode",
                "s",
                "inactive-or-failed",
                "0");
    }

    /** The same of a limit, which is in microseconds of processor time for each second; the greatest number is none. */
    static List<String> limiting(boolean root, String unit, double processors) {
        String quota = Double.isInfinite(processors)
                ? Long.toUnsignedString(-1L)
                : Long.toString(Math.max(1, Math.round(processors * 1_000_000)));
        return call(root, "SetUnitProperties", "sba(sv)", unit, "true", "1", "CPUQuotaPerSecUSec", "t", quota);
    }

    private static List<String> call(boolean root, String method, String signature, String... values) {
        List<String> arguments = new ArrayList<>();
        if (!root) {
            arguments.add("--user");
        }
        arguments.addAll(List.of(
                "call",
                "org.freedesktop.systemd1",
                "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager",
                method,
                signature));
        arguments.addAll(List.of(values));
        return arguments;
    }
}
