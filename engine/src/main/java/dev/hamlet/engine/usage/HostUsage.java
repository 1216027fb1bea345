package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Room;

/**
 * What is in use of the host, by whomever, and how it stands between its guests.
 *
 * @param cpu the fraction of all processors' time that was not idle since the sample before; NaN where it is not known
 * @param processors how many processors the host has
 * @param memory the memory that Hamlet and its guests may use
 * @param memoryAvailable how much of it can be had without swapping
 * @param room what running guests were promised of the memory, and what is left for others
 * @param diskFree how much may still be written where machines lie
 */
public record HostUsage(
        double cpu, int processors, ByteSize memory, ByteSize memoryAvailable, Room room, ByteSize diskFree) {
    /** What cannot be had without swapping. */
    public ByteSize memoryUsed() {
        return new ByteSize(Math.max(0, memory.bytes() - memoryAvailable.bytes()));
    }
}
