package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.LogParts;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Starts containers as a person asks, or again by themselves, and lets the agent know. For whoever holds their lock. */
final class ContainerStarts {
    private final ContainerFiles files;
    private final ContainerRuns runs;
    private final AgentDoor agent;
    private final TimeSource time;

    ContainerStarts(ContainerFiles files, ContainerRuns runs, AgentDoor agent, TimeSource time) {
        this.files = files;
        this.runs = runs;
        this.agent = agent;
        this.time = time;
    }

    /** Starts one that does not run, as {@link ContainerRuns#launch}. */
    void start(ContainerFolder folder, ContainerSpec spec, Launch.Made made)
            throws ProblemException, InterruptedException {
        delete(folder.restarts());
        try {
            new LogParts(folder.log(), spec.wish().upkeep().log().files()).delete();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.log(), WholeFile.reason(e)), e);
        }
        launch(folder, spec, made);
    }

    /** Starts one again that has ended; a try that fails counts too. */
    void again(ContainerFolder folder, ContainerSpec spec, Revival revival)
            throws ProblemException, InterruptedException {
        Restarts now = new Restarts(files.restarts(folder).count() + 1, revival.delay(), Optional.empty());
        boolean done = false;
        try {
            // Once it runs: before, the last try that it may have would look like one that was in vain.
            launch(folder, spec, () -> ContainerFiles.writeFleeting(folder.restarts(), RunRecordJson.write(now)));
            done = true;
        } finally {
            if (!done) {
                ContainerFiles.writeFleeting(
                        folder.restarts(),
                        RunRecordJson.write(new Restarts(now.count(), now.delay(), Optional.of(time.now()))));
            }
        }
    }

    private void launch(ContainerFolder folder, ContainerSpec spec, Launch.Made made)
            throws ProblemException, InterruptedException {
        boolean watched = isWatched(spec.wish().upkeep());
        if (watched) {
            Path _ = agent.prepare();
        }
        runs.launch(folder, spec, () -> {
            if (watched) {
                ContainerFiles.writeFleeting(folder.watched(), new byte[0]);
            }
            files.turnLog(folder, spec);
            made.isThere();
        });
        if (spec.health().isPresent()) {
            agent.need();
        } else if (watched) {
            tellAgent(folder);
        }
    }

    /** One that has ended by now was not seen by the script at its end. */
    private void tellAgent(ContainerFolder folder) {
        if (!runs.endStartsAgent() || files.look(folder).state() == ContainerState.RESTARTING) {
            agent.need();
        } else {
            agent.tell();
        }
    }

    /** Whether something is to be done for one that looks so. */
    boolean needsAgent(ContainerSnapshot seen) {
        boolean ends = seen.state().isLive()
                && !runs.endStartsAgent()
                && seen.spec().filter(spec -> isWatched(spec.wish().upkeep())).isPresent();
        return ends
                || seen.state() == ContainerState.RESTARTING
                || seen.health().isPresent();
    }

    private static boolean isWatched(Upkeep upkeep) {
        return !upkeep.restart().equals(RestartPolicy.NO);
    }

    /** What was changed of its upkeep holds for the run that goes on; one that has ended is not started for it. */
    void keptUp(ContainerFolder folder, ContainerSpec spec) throws ProblemException, InterruptedException {
        runs.settle(folder);
        boolean watched = isWatched(spec.wish().upkeep());
        if (files.record(folder).isEmpty()) {
            if (files.look(folder).state() == ContainerState.EXITED) {
                runs.rest(folder);
            }
        } else if (watched) {
            Path _ = agent.prepare();
            ContainerFiles.writeFleeting(folder.watched(), new byte[0]);
        } else {
            delete(folder.watched());
        }
        if (watched && !runs.endStartsAgent()) {
            agent.need();
        } else if (watched) {
            agent.tell();
        }
    }

    private static void delete(Path file) throws ProblemException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }
}
