package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.ByteSize;

/**
 * What is in use of the host, by whomever.
 *
 * @param cpu the fraction of all processors' time that was not idle since the sample before; NaN where it is not known
 * @param memory the memory that Hamlet and its guests may use
 * @param memoryAvailable how much of it can be had without swapping
 */
public record HostUsage(double cpu, ByteSize memory, ByteSize memoryAvailable) {}
