package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.hypervisor.HostPorts;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.FileHolder;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What QEMU's words for a failed start mean. */
final class QemuErrors {
    private static final Pattern OPEN = Pattern.compile("Could not open '(.+)': (.+)$");
    private static final Pattern IN_USE = Pattern.compile("Is another process using the image \\[(.+)]\\?");
    private static final Pattern FORWARD =
            Pattern.compile("Could not set up host forwarding rule '(tcp|udp):([^:]*):(\\d+)-");

    private final MachineSpec spec;
    private final MachineFolder folder;
    private final LaunchPlan plan;

    QemuErrors(MachineSpec spec, MachineFolder folder, LaunchPlan plan) {
        this.spec = spec;
        this.folder = folder;
        this.plan = plan;
    }

    /** The problem that QEMU's last words tell of, if they are known ones. */
    Optional<ProblemException> known(List<String> lines) {
        for (String line : lines) {
            Optional<ProblemException> problem = known(line);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** The line that tells most: the last one in which the program speaks of itself, else the last. */
    static String telling(List<String> lines) {
        for (String line : lines.reversed()) {
            if (line.startsWith("qemu") && line.contains(": ")) {
                return line.substring(line.indexOf(": ") + 2);
            }
        }
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private Optional<ProblemException> known(String line) {
        Matcher inUse = IN_USE.matcher(line);
        if (inUse.find()) {
            Path file = file(inUse.group(1));
            return problem(new MediaProblem.DiskInUse(file, FileHolder.of(file)));
        }
        Matcher forward = FORWARD.matcher(line);
        if (forward.find()) {
            return spec.network().forwards().stream()
                    .filter(one -> one.hostPort() == Integer.parseInt(forward.group(3)))
                    .filter(one -> one.protocol().word().equals(forward.group(1)))
                    .findFirst()
                    .map(this::taken);
        }
        Matcher open = OPEN.matcher(line);
        if (open.find()) {
            return problem(
                    open.group(2).startsWith("No such file")
                            ? new MediaProblem.DiskMissing(file(open.group(1)))
                            : new MediaProblem.FileUnreadable(file(open.group(1)), open.group(2)));
        }
        return other(line);
    }

    private Optional<ProblemException> other(String line) {
        KernelSpec kernel = spec.kernel();
        if (kernel != null && line.contains("could not load kernel")) {
            return problem(new MediaProblem.KernelMissing(folder.resolve(kernel.kernel())));
        }
        if (line.contains("could not load PC BIOS")) {
            return Optional.of(new ProblemException(new HostProblem.FirmwareMissing("BIOS", "seabios")));
        }
        if (line.contains("unsupported machine type")) {
            return Optional.of(new ProblemException(
                    new HypervisorProblem.NotSupported("the machine type " + plan.board(), "QEMU")));
        }
        if (line.contains("Could not access KVM kernel module: Permission denied")) {
            return Optional.of(new ProblemException(new HostProblem.KvmNoPermission("kvm")));
        }
        if (line.contains("Could not access KVM kernel module")) {
            return Optional.of(new ProblemException(new HostProblem.KvmAbsent()));
        }
        return Optional.empty();
    }

    private ProblemException taken(PortForward forward) {
        return HostPorts.taken(spec.name(), forward);
    }

    private static Optional<ProblemException> problem(MediaProblem problem) {
        return Optional.of(new ProblemException(problem));
    }

    /** QEMU names files as it was told them: relative to the run folder, or by their descriptors. */
    private Path file(String name) {
        return plan.names().entrySet().stream()
                .filter(called -> called.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> folder.run().resolve(name).normalize());
    }
}
