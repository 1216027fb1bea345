package dev.hamlet.engine.usage;

/**
 * What one guest uses at one moment; NaN stands for what is not known. Rates are means since the sample before.
 *
 * @param cpu as {@link UsageFigure#CPU}
 * @param vcpus how many vCPUs the guest has, 0 where that is not known
 * @param memory as {@link UsageFigure#MEMORY}
 * @param guestMemory as {@link UsageFigure#GUEST_MEMORY}
 * @param diskRead as {@link UsageFigure#DISK_READ}
 * @param diskWritten as {@link UsageFigure#DISK_WRITTEN}
 * @param received as {@link UsageFigure#NETWORK_RECEIVED}
 * @param sent as {@link UsageFigure#NETWORK_SENT}
 */
public record Usage(
        double cpu,
        int vcpus,
        double memory,
        double guestMemory,
        double diskRead,
        double diskWritten,
        double received,
        double sent) {
    /** One of the figures, NaN where it is not known. */
    public double figure(UsageFigure figure) {
        return switch (figure) {
            case CPU -> cpu;
            case MEMORY -> memory;
            case GUEST_MEMORY -> guestMemory;
            case DISK_READ -> diskRead;
            case DISK_WRITTEN -> diskWritten;
            case NETWORK_RECEIVED -> received;
            case NETWORK_SENT -> sent;
        };
    }

    /** Whether this figure is known. */
    public boolean knows(UsageFigure figure) {
        return !Double.isNaN(figure(figure));
    }

    /**
     * The processor time as a fraction of all of the guest's vCPUs, NaN where it is not known. It may pass 1 a little: the
     * hypervisor's own work is in it.
     */
    public double cpuOfGuest() {
        return vcpus > 0 ? cpu / vcpus : Double.NaN;
    }
}
