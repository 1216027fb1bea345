package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The OCI runtime that works on this computer: runc wherever it is; crun, quicker where only control groups of version 2
 * are mounted, refuses computers that have both versions ("cgroups in hybrid mode not supported").
 */
final class OciRuntimes {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private final ProcessLauncher launcher;

    OciRuntimes(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    /**
     * The runtime to use.
     *
     * @throws ProblemException {@code ContainerRuntimeMissing}, {@code ContainerRuntimeUnfit}
     */
    Path choose() throws ProblemException {
        try {
            return choose(Files.readString(MOUNTS), launcher.find("runc"), launcher.find("crun"));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(MOUNTS, WholeFile.reason(e)), e);
        }
    }

    /** The same; where there is none to use any more, one that is not there: there is nobody to clear away with then. */
    Path chooseOrName() {
        try {
            return choose();
        } catch (ProblemException none) {
            return Path.of("/usr/bin/runc");
        }
    }

    /** The choice, as a pure function of what is mounted and installed. */
    static Path choose(String mounts, Optional<Path> runc, Optional<Path> crun) throws ProblemException {
        boolean first = mounts.lines().anyMatch(line -> line.contains(" cgroup "));
        boolean second = mounts.lines().anyMatch(line -> line.contains(" cgroup2 "));
        if (!first && second && crun.isPresent()) {
            return crun.get();
        } else if (runc.isPresent()) {
            return runc.get();
        } else if (crun.isEmpty()) {
            throw new ProblemException(new ContainerProblem.ContainerRuntimeMissing("runc", "runc"));
        } else if (first && second) {
            throw new ProblemException(new ContainerProblem.ContainerRuntimeUnfit(
                    "crun", "control groups of version 1 and 2 are both mounted", "runc"));
        }
        return crun.get();
    }

    /** The monitor. */
    Path monitor() throws ProblemException {
        return launcher.find("conmon")
                .orElseThrow(
                        () -> new ProblemException(new ContainerProblem.ContainerRuntimeMissing("conmon", "conmon")));
    }

    /** A small program that begins a container's own; one that needs no library of the container's. */
    Path init() throws ProblemException {
        return launcher.find("catatonit")
                .or(() -> launcher.find("tini-static"))
                .orElseThrow(() ->
                        new ProblemException(new ContainerProblem.ContainerRuntimeMissing("catatonit", "catatonit")));
    }
}
