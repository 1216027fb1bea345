package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a bundle needs to know of this computer.
 *
 * @param architecture as Go calls it, such as {@code amd64}
 * @param kernel such as {@code 6.1.0-18-amd64}
 * @param processes what this program may use at most, and gives to containers
 * @param limitsSwap whether the kernel limits memory with swap
 * @param limits whether containers have control groups, and with them limits
 * @param devices whether devices can be made, and what is done with them bounded
 * @param severalUsers whether containers know other users than root
 * @param seccomp the installed profile of system calls, in the form of containers-common
 */
record BundleHost(
        String architecture,
        String kernel,
        ProcessLimits processes,
        boolean limitsSwap,
        boolean limits,
        boolean devices,
        boolean severalUsers,
        Optional<String> seccomp) {
    /** Where profiles lie, the administrator's first; package {@code containers-common} and its like bring the other. */
    static final List<Path> PROFILES =
            List.of(Path.of("/etc/containers/seccomp.json"), Path.of("/usr/share/containers/seccomp.json"));

    /** The profile of system calls that is installed. */
    static Optional<String> profile() throws ProblemException {
        for (Path file : PROFILES) {
            if (Files.exists(file)) {
                return Optional.of(read(file));
            }
        }
        return Optional.empty();
    }

    /** Whether the kernel limits memory with swap. */
    static boolean swapIsLimited() {
        return Files.exists(Path.of("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes"))
                || Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    }

    /** The same where a control group was made for a container. */
    BundleHost grouped() {
        return new BundleHost(architecture, kernel, processes, limitsSwap, true, devices, severalUsers, seccomp);
    }

    /** This computer as it is now. */
    static BundleHost look(Namespaces namespaces) throws ProblemException, InterruptedException {
        return new BundleHost(
                Platform.ofThisHost().architecture(),
                read(Path.of("/proc/sys/kernel/osrelease")).strip(),
                ProcessLimits.of(read(Path.of("/proc/self/limits")), read(Path.of("/proc/self/status"))),
                swapIsLimited(),
                namespaces.isDirect(),
                namespaces.isDirect(),
                namespaces.oneUser().isEmpty(),
                profile());
    }

    private static String read(Path file) throws ProblemException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }
}
