package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.job.Threads;
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
 * Puts a guest's process into a transient scope of its own where systemd runs, so that it does not end with the session
 * or the application that started it ({@code org.freedesktop.systemd1.Manager.StartTransientUnit}). systemd removes the
 * scope with its last process. Elsewhere nothing is done. Never a reason for a start to fail or to wait.
 */
final class SystemdScope {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdScope.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private SystemdScope() {}

    /** Begins to place the process; returns at once. */
    static void place(ProcessLauncher launcher, MachineId machine, long pid) {
        if (!Files.isDirectory(Path.of("/run/systemd/system"))
                || launcher.find("busctl").isEmpty()) {
            return;
        }
        Threads.virtual("scope-" + machine, () -> {
            try {
                ProcessResult result = launcher.run(ProcessSpec.of("busctl", arguments(Users.isRoot(), machine, pid))
                        .within(LIMIT));
                if (!result.succeeded()) {
                    LOG.debug("{} is in no scope of its own: {}", machine, result.lastLine());
                }
            } catch (ProblemException e) {
                LOG.debug("{} is in no scope of its own", machine, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The call as busctl(1) takes it. */
    static List<String> arguments(boolean root, MachineId machine, long pid) {
        List<String> arguments = new ArrayList<>();
        if (!root) {
            arguments.add("--user");
        }
        arguments.addAll(List.of(
                "call",
                "org.freedesktop.systemd1",
                "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager",
                "StartTransientUnit",
                "ssa(sv)a(sa(sv))",
                "hamlet-%s-%d.scope".formatted(machine, pid),
                "fail",
                "2",
                "PIDs",
                "au",
                "1",
                Long.toString(pid),
                "CollectMode",
                "s",
                "inactive-or-failed",
                "0"));
        return arguments;
    }
}
