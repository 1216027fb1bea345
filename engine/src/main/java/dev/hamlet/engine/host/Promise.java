package dev.hamlet.engine.host;

/**
 * Memory that a guest was promised at its start. A guest takes its memory when it touches it, so that a young one holds
 * a fraction of what it will hold.
 *
 * @param pid the process that runs the guest, or 0 for one that was admitted and has no process yet
 * @param memory what it was promised
 */
public record Promise(long pid, ByteSize memory) {}
