package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.network.BridgeNetworks;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.ExitWatch;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what a run has left: with the runtime, its mount and its network. For whoever holds the container's lock.
 */
final class RunClearing {
    private static final Logger LOG = LoggerFactory.getLogger(RunClearing.class);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MONITOR_PATIENCE = Duration.ofSeconds(5);

    private final ContainerFiles files;
    private final Processes processes;
    private final ImageStore images;
    private final BridgeNetworks networks;

    RunClearing(ContainerFiles files, Processes processes, ImageStore images, BridgeNetworks networks) {
        this.files = files;
        this.processes = processes;
        this.images = images;
        this.networks = networks;
    }

    /** What conmon's script has cleared away is not cleared away once more. */
    void of(ContainerFolder folder, Optional<RunRecord> record, OciRuntime runtime)
            throws ProblemException, InterruptedException {
        if (record.isEmpty() || processes.alive(record.get().process())) {
            // Made and never let go, or half made: its monitor ends with it.
            runtime.delete(folder.id());
            if (record.isPresent() && !runtime.isThere()) {
                kill(record.get());
            }
        }
        awaitMonitor(folder, record);
        runtime.delete(folder.id());
        if (!runtime.isThere()) {
            LeftGroups.remove(folder);
        }
        images.unmount(folder.id().value());
        networks.release(folder.id(), folder.run());
    }

    /** Where there is no runtime any more that could. */
    private void kill(RunRecord record) throws ProblemException {
        try {
            boolean _ = processes.signal(record.process(), Signal.KILL);
        } catch (NativeException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerCommandFailed(
                            Long.toString(record.process().pid()), "kill", WholeFile.reason(e)),
                    e);
        }
    }

    /**
     * Until conmon has ended its script may run, which would meet a next run. One that does not end, as where the runtime
     * hangs while it makes the container, is ended with what it has begun.
     */
    private void awaitMonitor(ContainerFolder folder, Optional<RunRecord> record)
            throws ProblemException, InterruptedException {
        Optional<ProcessIdentity> monitor = monitor(folder, record);
        if (monitor.isEmpty()) {
            return;
        }
        try (ExitWatch watch = processes.watch(monitor.get())) {
            if (watch.await(MONITOR_PATIENCE)) {
                return;
            }
            LOG.warn("conmon of {} does not end, and is ended", folder.id().shortened());
            List<ProcessIdentity> all = new ArrayList<>(List.of(monitor.get()));
            for (ProcessHandle child : ProcessHandle.of(monitor.get().pid()).stream()
                    .flatMap(ProcessHandle::descendants)
                    .toList()) {
                Evidence.process(processes, child.pid()).ifPresent(all::add);
            }
            for (ProcessIdentity one : all) {
                boolean _ = processes.signal(one, Signal.KILL);
            }
            boolean _ = watch.await(LAST_PATIENCE);
        } catch (NativeException e) {
            throw new ProblemException(
                    new HostProblem.FolderUnusable(folder.run(), "its monitor cannot be watched: " + e.getMessage()),
                    e);
        }
    }

    /** Where no run is recorded, a process of conmon's number is conmon only if it says so. */
    private Optional<ProcessIdentity> monitor(ContainerFolder folder, Optional<RunRecord> record)
            throws ProblemException {
        if (record.isPresent()) {
            return record.map(RunRecord::monitor);
        }
        Optional<Long> pid = files.number(folder.monitorPid());
        if (pid.isEmpty()
                || !Evidence.commandLine(pid.get()).contains(folder.bundle().toString())) {
            return Optional.empty();
        }
        return Evidence.process(processes, pid.get());
    }

    /**
     * The same of one that ended before its start was over: its script has left it to us, so that nobody else is at it. The
     * runtime does its part meanwhile; where that fails, it is tried once more and told.
     */
    void ofTheEarlyEnded(ContainerFolder folder, RunRecord record, OciRuntime runtime)
            throws ProblemException, InterruptedException {
        Thread deleting = Threads.virtual("runtime-delete", () -> deleteQuietly(folder, runtime));
        try {
            awaitMonitor(folder, Optional.of(record));
            images.unmount(folder.id().value());
            networks.release(folder.id(), folder.run());
        } finally {
            deleting.join();
        }
        runtime.delete(folder.id());
    }

    private static void deleteQuietly(ContainerFolder folder, OciRuntime runtime) {
        try {
            runtime.delete(folder.id());
        } catch (ProblemException e) {
            LOG.debug("{} is deleted at a second try", folder.id().shortened(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
