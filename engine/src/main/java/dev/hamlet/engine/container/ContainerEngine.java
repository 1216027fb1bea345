package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The verbs of containers, whoever runs them. A container is named by its name, its id or an unmistakable beginning of its
 * id. Safe for use by many threads; every method blocks for a moment or begins a job.
 */
public interface ContainerEngine {
    /**
     * All containers, looked at anew, in the order of their names; broken ones are among them.
     *
     * @throws ProblemException {@code FolderUnusable} if they cannot be listed
     */
    List<ContainerSnapshot> list() throws ProblemException, InterruptedException;

    /**
     * One container, looked at anew.
     *
     * @throws ProblemException {@code ContainerNotFound}, {@code ContainerAmbiguous}
     */
    ContainerSnapshot find(String nameOrId) throws ProblemException, InterruptedException;

    /**
     * Makes a container of an image, with files of its own. It appears whole or not at all.
     *
     * @param name empty for one after the image's
     * @return fails with {@code ContainerImageNotFound}, {@code ContainerNameTaken}, {@code ContainerSettingInvalid},
     *     {@code NamespaceFailed}, or what laying out its files fails with
     */
    Job<ContainerSnapshot> create(String image, String name, ContainerWish wish);

    /**
     * Starts a container; one that runs is left as it is.
     *
     * @return fails with {@code EntryPointMissing}, {@code EntryPointNotExecutable}, {@code ContainerRuntimeMissing},
     *     {@code ContainerStartFailed} and others; nothing runs then
     */
    Job<ContainerSnapshot> start(String nameOrId);

    /**
     * Sends a container its stop signal, and kills it where it has not ended by then; one that has ended is left as it is.
     *
     * @param patience how long it is waited for before it is killed
     */
    Job<ContainerSnapshot> stop(String nameOrId, Duration patience);

    /**
     * Sends the first process of a container a signal.
     *
     * @param signal such as {@code KILL}, {@code SIGTERM} or {@code 15}
     * @return fails with {@code ContainerWrongState} where it does not run, {@code ContainerSettingInvalid}
     */
    Job<ContainerSnapshot> kill(String nameOrId, String signal);

    /**
     * Removes a container with its changes and its log.
     *
     * @param force also one that runs: it is killed first
     * @return fails with {@code ContainerWrongState} where it runs, {@code ContainerRootBusy}
     */
    default Job<ContainerSnapshot> remove(String nameOrId, boolean force) {
        return remove(nameOrId, force, false);
    }

    /**
     * The same.
     *
     * @param withVolumes also the volumes that were made for it alone, unless others use them; else they stay until they
     *     are pruned
     */
    Job<ContainerSnapshot> remove(String nameOrId, boolean force, boolean withVolumes);

    /**
     * Waits until a container has ended, and tells how; at once for one that runs no longer. One that was never started
     * is not waited for.
     *
     * @throws ProblemException {@code ContainerWrongState} for one that was never started
     */
    ContainerEnd await(String nameOrId) throws ProblemException, InterruptedException;

    /**
     * Keeps a container that is to be removed after its end from being removed by others meanwhile: whoever waits for it
     * wants to hear how it ended. Let go of with the process, too.
     */
    Attendance attend(String nameOrId) throws ProblemException, InterruptedException;

    /** Somebody waits for a container; closing it ends that. */
    @FunctionalInterface
    interface Attendance extends AutoCloseable {
        @Override
        void close();
    }

    /** What all containers lack here, and how they could have it. */
    default List<Problem> notices() throws ProblemException, InterruptedException {
        return List.of();
    }

    /**
     * Which limits containers can be given here now, which somebody who chooses them wants to know. One that cannot be kept is
     * refused wherever it is wanted.
     */
    default KeptLimits keptLimits() {
        return KeptLimits.ALL;
    }

    /**
     * Why no container can run here now; empty where they can. Says nothing of single containers.
     */
    Optional<Problem> obstacle();

    /**
     * Starts a container that does not run, attached to it from its first byte.
     *
     * @param columns of its terminal, if it has one
     * @param rows of its terminal, if it has one
     * @return fails as {@link #start}, and with {@code ContainerWrongState} where it runs
     */
    Job<ContainerStream> startAttached(String nameOrId, int columns, int rows);

    /**
     * Attaches to the program of a container that runs; many may be at once.
     *
     * @throws ProblemException {@code ContainerWrongState}, {@code ContainerStreamLost}
     */
    ContainerStream attach(String nameOrId) throws ProblemException, InterruptedException;

    /**
     * Runs a program in a container that runs.
     *
     * @throws ProblemException {@code ContainerWrongState}, {@code EntryPointMissing}, {@code EntryPointNotExecutable},
     *     {@code ContainerUserUnknown}, {@code ExecFailed}
     */
    ContainerStream exec(String nameOrId, ExecSpec spec) throws ProblemException, InterruptedException;

    /**
     * Stops a container as {@link #stop} does if it runs, and starts it.
     *
     * @return fails as these two
     */
    Job<ContainerSnapshot> restart(String nameOrId, Duration patience);

    /**
     * Takes the processors from a container; one that has none is left as it is.
     *
     * @return fails with {@code ContainerWrongState}, {@code ContainerCommandFailed}
     */
    Job<ContainerSnapshot> pause(String nameOrId);

    /**
     * Gives them back; one that has them is left as it is.
     *
     * @return fails as {@link #pause}
     */
    Job<ContainerSnapshot> resume(String nameOrId);

    /**
     * Calls a container something else, whether it runs or not; its host name stays.
     *
     * @return fails with {@code ContainerNameTaken}, {@code ContainerSettingInvalid}
     */
    Job<ContainerSnapshot> rename(String nameOrId, String name);

    /**
     * Sets what a container may use, at once where it runs, and at every later start.
     *
     * @return fails with {@code ContainerSettingInvalid}, {@code ContainerLimitUnavailable} where this computer cannot,
     *     {@code ContainerLimitRefused} where the kernel does not; nothing is changed then
     */
    Job<ContainerSnapshot> update(String nameOrId, ContainerLimits limits);

    /**
     * Makes a container anew with other settings, under its name: what it has written to its own files goes, its volumes
     * stay, also those that were made for it alone. It runs afterwards if it ran before. The old one is removed only once
     * the new one runs; where that does not come to run, or its program fails at once, the old one is back as it was. If this
     * process is killed meanwhile, the old one stays, at worst stopped and called {@code NAME-before-ID}.
     *
     * @param image what it is made of, which may be the same as before
     * @param wish all that is said of it, not only what changes
     * @return fails as {@link #create}, {@link #stop} and {@link #start}
     */
    Job<ContainerSnapshot> recreate(String nameOrId, String image, ContainerWish wish);

    /**
     * Sets what is done for a container while nobody looks, from now on. One that has ended is not started for it.
     *
     * @return fails with {@code ContainerSettingInvalid}
     */
    Job<ContainerSnapshot> keepUp(String nameOrId, Upkeep upkeep);

    /**
     * What a container uses now; reads some small files. Empty for one that does not run.
     */
    Optional<ContainerUsage> usage(ContainerSnapshot container);

    /**
     * What containers that run were promised of this computer's memory: their limits. Those without one hold what they
     * hold.
     *
     * @throws ProblemException as {@link #list()}
     */
    default List<Promise> promises() throws ProblemException, InterruptedException {
        List<Promise> promises = new ArrayList<>();
        for (ContainerSnapshot one : list()) {
            Optional<ByteSize> limit = one.spec().flatMap(spec -> spec.wish().memory());
            if (limit.isPresent() && one.pid().isPresent()) {
                long held = usage(one).map(ContainerUsage::memory).orElse(0L);
                promises.add(new Promise(one.pid().getAsLong(), limit.get()).holding(Math.max(0, held)));
            }
        }
        return promises;
    }

    /** The processes of a container, the first one first; none of one that does not run. */
    List<ContainerProcess> processes(ContainerSnapshot container);

    /** What a container has written, from its last start on. */
    ContainerLog log(String nameOrId) throws ProblemException, InterruptedException;

    /**
     * Makes an image of a container: its image's layers, and one of what it has changed. What is mounted in it is not in
     * that. The image appears whole or not at all.
     *
     * @return fails with {@code ContainerSettingInvalid}, {@code BlobMissing}, {@code FolderUnusable}
     */
    Job<Image> commit(String nameOrId, CommitWish wish);

    /** Files of containers, to be looked at and copied. */
    ContainerFileAccess files();

    /** The volumes that are mounted in containers. */
    ContainerVolumes volumes();

    /** The networks that containers are on. */
    ContainerNetworks networks();
}
