package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The measuring of the host. Used by one thread. */
final class HostSampler {
    private final HostCapacity capacity;
    private final Path stat;
    private ProcessorTime before = ProcessorTime.NOTHING;

    /**
     * A measuring by these.
     *
     * @param stat {@code /proc/stat}; a copy in tests
     */
    HostSampler(HostCapacity capacity, Path stat) {
        this.capacity = capacity;
        this.stat = stat;
    }

    /** Measures once; empty where the host tells nothing of its memory. */
    Optional<HostUsage> sample() {
        ProcessorTime now = read();
        double cpu = now.busySince(before);
        before = now;
        try {
            HostFacts facts = capacity.facts();
            return Optional.of(new HostUsage(cpu, facts.memory(), facts.memoryAvailable()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private ProcessorTime read() {
        try {
            return ProcessorTime.parse(Files.readString(stat, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return ProcessorTime.NOTHING;
        }
    }
}
