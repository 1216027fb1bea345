package dev.hamlet.engine.usage;

/**
 * What the guest's monitor, and an agent within the guest, tell of its use; {@link UsageCounters#UNKNOWN} stands for what it does not tell.
 *
 * @param memory bytes that the balloon leaves the guest
 * @param diskRead bytes that the guest has read from its disks since it was started
 * @param diskWritten bytes that it has written
 * @param received bytes that its network card has received, by the agent's word
 * @param sent bytes that it has sent
 */
public record MonitorFigures(long memory, long diskRead, long diskWritten, long received, long sent) {
    /** Whether an agent tells of the network. */
    boolean tellsOfNetwork() {
        return received != UsageCounters.UNKNOWN && sent != UsageCounters.UNKNOWN;
    }
}
