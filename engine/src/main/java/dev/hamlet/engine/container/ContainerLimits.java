package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;
import java.util.Optional;

/**
 * How much a container may use at most.
 *
 * @param memory empty for no limit
 * @param cpus how many processors' time; 0 for no limit
 * @param pids how many processes and threads; 0 for no limit
 */
public record ContainerLimits(Optional<ByteSize> memory, double cpus, int pids) {}
