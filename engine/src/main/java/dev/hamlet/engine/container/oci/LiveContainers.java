package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** What is done to containers that run. What changes one is for whoever holds its lock. */
final class LiveContainers {
    private final ProcessLauncher launcher;
    private final Namespaces namespaces;
    private final Processes processes;
    private final ContainerRuns runs;
    private final GroupFigures figures;
    private final UserGroups groups;

    LiveContainers(
            ProcessLauncher launcher,
            Namespaces namespaces,
            Processes processes,
            ContainerRuns runs,
            GroupFigures figures,
            UserGroups groups) {
        this.launcher = launcher;
        this.namespaces = namespaces;
        this.processes = processes;
        this.runs = runs;
        this.figures = figures;
        this.groups = groups;
    }

    /** Runs a program beside the container's own. */
    ContainerStream exec(ContainerFolder folder, ContainerSpec spec, RunRecord record, ExecSpec wish)
            throws ProblemException, InterruptedException {
        if (wish.command().isEmpty()) {
            throw new ProblemException(new ContainerProblem.EntryPointUnset(spec.name()));
        }
        OciRuntime runtime = runs.runtime(record.runtime());
        runtime.require();
        try {
            byte[] config = Files.readAllBytes(folder.config());
            Optional<ContainerUser> user = wish.user().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Launch.user(spec.name(), wish.user(), namespaces.seen(ExecJson.root(config))));
            return new ExecRun(launcher, namespaces, processes, runs.monitor(), runtime)
                    .begin(
                            spec,
                            wish,
                            ExecJson.process(config, wish, user),
                            folder.run().resolve("exec-" + UUID.randomUUID()),
                            monitor -> groups.join(spec.name(), record.process().pid(), monitor));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.config(), WholeFile.reason(e)), e);
        }
    }

    /** Whether it can be paused. */
    boolean canFreeze(RunRecord record) {
        return figures.hasGroups(record.process().pid());
    }

    /** Takes the processors from it, or gives them back. */
    void freeze(ContainerFolder folder, ContainerSpec spec, RunRecord record, boolean frozen)
            throws ProblemException, InterruptedException {
        if (!figures.hasGroups(record.process().pid())) {
            throw new ProblemException(without("pause"));
        }
        if (figures.groups(record.process().pid()).frozen() == frozen) {
            return;
        }
        OciRuntime runtime = runs.runtime(record.runtime());
        ProcessResult result = frozen ? runtime.pause(folder.id()) : runtime.resume(folder.id());
        if (!result.succeeded()) {
            throw new ProblemException(new ContainerProblem.ContainerCommandFailed(
                    spec.name(),
                    frozen ? "pause" : "unpause",
                    OciRuntime.message(String.join("\n", result.errorLines()))));
        }
    }

    /** Sets its limits; where the kernel does not take them all, those from before are set again. */
    void limit(ContainerFolder folder, ContainerSpec spec, RunRecord record, ContainerLimits limits)
            throws ProblemException, InterruptedException {
        require(record, "memory", limits.memory().isPresent());
        require(record, "cpu", limits.cpus() > 0);
        require(record, "pids", limits.pids() > 0);
        if (!figures.hasGroups(record.process().pid())) {
            return;
        }
        ProcessResult result = set(folder, record, limits);
        if (!result.succeeded()) {
            var _ = set(folder, record, spec.wish().limits());
            throw new ProblemException(new ContainerProblem.ContainerLimitRefused(
                    spec.name(), OciRuntime.message(String.join("\n", result.errorLines()))));
        }
    }

    private ProcessResult set(ContainerFolder folder, RunRecord record, ContainerLimits limits)
            throws ProblemException, InterruptedException {
        Path file = folder.run().resolve("limits.json");
        ContainerFiles.write(file, ExecJson.resources(limits, BundleHost.swapIsLimited()));
        return runs.runtime(record.runtime()).update(folder.id(), file);
    }

    private void require(RunRecord record, String controller, boolean wanted) throws ProblemException {
        long pid = record.process().pid();
        if (wanted && !figures.hasGroups(pid)) {
            throw new ProblemException(without(controller));
        } else if (wanted && !figures.groups(pid).limits(controller)) {
            throw new ProblemException(new ContainerProblem.ContainerLimitUnavailable(
                    controller, ContainerProblem.ContainerLimitUnavailable.NOT_MOUNTED));
        }
    }

    /** What a container without control groups of its own cannot have, and why, as things are now. */
    private Problem without(String limit) {
        KeptLimits kept = groups.kept();
        return (switch (limit) {
                    case "memory" -> kept.memory();
                    case "cpu" -> kept.cpus();
                    default -> kept.pids();
                })
                .map(why -> why instanceof ContainerProblem.ContainerLimitUnavailable one
                        ? new ContainerProblem.ContainerLimitUnavailable(limit, one.why())
                        : why)
                .orElse(new ContainerProblem.ContainerLimitUnavailable(
                        limit, ContainerProblem.ContainerLimitUnavailable.WITHOUT_GROUPS));
    }
}
