package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What the host has, what running guests and containers were promised of it, and whether another guest fits. Every answer is read
 * afresh; one takes about a millisecond. Safe for use by many threads.
 *
 * <p>Two admissions at the same moment do not see each other: whoever starts several guests at once passes those
 * admitted before as a {@link Promise} without a process.
 */
public final class HostCapacity {
    /** The host keeps a thirty-second part of its memory, within these bounds, for itself and for QEMU's own needs. */
    private static final long LEAST_RESERVE = 128L << 20;

    private static final long MOST_RESERVE = 1L << 30;

    private final Source source;

    /** Where the figures come from. */
    interface Source {
        /** What the host has now. */
        HostFacts facts() throws ProblemException;

        /** How many bytes of memory this process holds now, or -1 if there is no such process. */
        long resident(long pid);
    }

    HostCapacity(Source source) {
        this.source = source;
    }

    /** The capacity of this computer. */
    public static HostCapacity ofThisHost() {
        return new HostCapacity(new LinuxHost(Path.of("/")));
    }

    /**
     * What the host has now.
     *
     * @throws ProblemException {@code FileUnusable} if the system does not tell
     */
    public HostFacts facts() throws ProblemException {
        return source.facts();
    }

    /**
     * The memory that a new guest could be promised beside these.
     *
     * @throws ProblemException as {@link #facts()}
     */
    public ByteSize free(List<Promise> promises) throws ProblemException {
        return free(source.facts(), promises, source::resident);
    }

    /**
     * What these guests were promised, and what is left for others.
     *
     * @throws ProblemException as {@link #facts()}
     */
    public Room room(List<Promise> promises) throws ProblemException {
        return room(source.facts(), promises, source::resident);
    }

    /**
     * The same of figures that have been read already.
     *
     * @param resident how many bytes a process holds, -1 for one that has ended
     */
    public static Room room(HostFacts facts, List<Promise> promises, LongFunction<Long> resident) {
        List<Promise> kept = promises.stream()
                .filter(promise -> promise.pid() == 0 || resident.apply(promise.pid()) >= 0)
                .toList();
        long promised =
                kept.stream().mapToLong(promise -> promise.memory().bytes()).sum();
        return new Room(kept.size(), new ByteSize(promised), free(facts, kept, resident));
    }

    /**
     * Lets a guest start, or says why it does not fit.
     *
     * @param name the machine's name, for the problem
     * @param vcpus how many vCPUs it wants
     * @param memory what it wants to be promised
     * @param promises what the other running guests were promised
     * @param overcommit the user's word that it shall start whether it fits or not
     * @throws ProblemException {@code TooManyVcpus} or {@code NotEnoughMemory}; also as {@link #facts()}
     */
    public void admit(String name, int vcpus, ByteSize memory, List<Promise> promises, boolean overcommit)
            throws ProblemException {
        if (overcommit) {
            return;
        }
        HostFacts facts = source.facts();
        if (vcpus > facts.processors()) {
            throw new ProblemException(new MachineProblem.TooManyVcpus(name, vcpus, facts.processors()));
        }
        ByteSize free = free(facts, promises, source::resident);
        if (memory.compareTo(free) > 0) {
            throw new ProblemException(new MachineProblem.NotEnoughMemory(name, memory.bytes(), free.bytes()));
        }
    }

    /**
     * How much the user may still write to the file system of this folder, or of the nearest one above it that exists.
     *
     * @return nothing where the system does not say
     */
    public static ByteSize diskFree(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        // Not the FileStore of Files, which looks for a mount point and finds none in a root that was changed to. Some
        // network file systems answer with negative numbers when they do not know.
        return new ByteSize(Math.max(0, existing.toFile().getUsableSpace()));
    }

    /**
     * The arithmetic of {@link #free(List)}: what is available, less what the guests were promised and have not touched
     * yet, less the host's reserve. What a guest holds is not available any more and so is counted already; what it had
     * and was swapped out is owed to it still. The promise of a process that has ended is void.
     *
     * @param resident how many bytes a process holds, -1 for one that has ended
     */
    static ByteSize free(HostFacts facts, List<Promise> promises, LongFunction<Long> resident) {
        long free = facts.memoryAvailable().bytes() - reserve(facts.memory()).bytes();
        for (Promise promise : promises) {
            long held = promise.pid() == 0 ? 0 : resident.apply(promise.pid());
            if (held >= 0) {
                free -= Math.max(0, promise.memory().bytes() - promise.held().orElse(held));
            }
        }
        return new ByteSize(Math.max(0, free));
    }

    /** What the host keeps for itself of so much memory. */
    static ByteSize reserve(ByteSize memory) {
        return new ByteSize(Math.clamp(memory.bytes() / 32, LEAST_RESERVE, MOST_RESERVE));
    }
}
