package dev.hamlet.engine.usage;

/**
 * What the guest's monitor tells of its use; {@link UsageCounters#UNKNOWN} stands for what it does not tell.
 *
 * @param memory bytes that the balloon leaves the guest
 * @param diskRead bytes that the guest has read from its disks since it was started
 * @param diskWritten bytes that it has written
 */
public record MonitorFigures(long memory, long diskRead, long diskWritten) {}
