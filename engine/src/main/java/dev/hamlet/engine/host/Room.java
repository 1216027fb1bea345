package dev.hamlet.engine.host;

/**
 * How the memory of this computer stands between its guests, containers with a limit of memory among them.
 *
 * @param guests how many run
 * @param promised what they were promised together
 * @param free what a new guest could be promised beside them
 */
public record Room(int guests, ByteSize promised, ByteSize free) {}
