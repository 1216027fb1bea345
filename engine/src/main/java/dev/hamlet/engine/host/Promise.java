package dev.hamlet.engine.host;

import java.util.OptionalLong;

/**
 * Memory that a guest was promised at its start, or a container as what it may use at most. It is taken when it is
 * touched, so that a young one holds a fraction of what it will hold.
 *
 * @param pid the process that runs it, or 0 for one that was admitted and has no process yet
 * @param memory what it was promised
 * @param held how much of it is held by now, in bytes; empty for what that process holds
 */
public record Promise(long pid, ByteSize memory, OptionalLong held) {
    /** One of which its process holds all. */
    public Promise(long pid, ByteSize memory) {
        this(pid, memory, OptionalLong.empty());
    }

    /** The same once this is held. */
    public Promise holding(long bytes) {
        return new Promise(pid, memory, OptionalLong.of(bytes));
    }
}
