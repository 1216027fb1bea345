package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The measuring of the host. Used by one thread. */
final class HostSampler {
    private final HostCapacity capacity;
    private final Path stat;
    private final Supplier<Path> machines;
    private ProcessorTime before = ProcessorTime.NOTHING;

    /**
     * A measuring by these.
     *
     * @param stat {@code /proc/stat}; a copy in tests
     * @param machines tells the folder whose file system is looked at
     */
    HostSampler(HostCapacity capacity, Path stat, Supplier<Path> machines) {
        this.capacity = capacity;
        this.stat = stat;
        this.machines = machines;
    }

    /**
     * Measures once; empty where the host tells nothing of its memory.
     *
     * @param promises to the guests that run
     * @param held how many bytes each of their processes holds, by its number
     */
    Optional<HostUsage> sample(List<Promise> promises, Map<Long, Long> held) {
        ProcessorTime now = read();
        double cpu = now.busySince(before);
        before = now;
        try {
            HostFacts facts = capacity.facts();
            return Optional.of(new HostUsage(
                    cpu,
                    facts.processorsPresent(),
                    facts.memory(),
                    facts.memoryAvailable(),
                    HostCapacity.room(facts, promises, pid -> held.getOrDefault(pid, 0L)),
                    HostCapacity.diskFree(machines.get())));
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
