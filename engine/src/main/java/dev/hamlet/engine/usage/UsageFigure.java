package dev.hamlet.engine.usage;

/** One thing that is measured of a guest. Which are known depends on the host and the guest; see {@link UsageSource}. */
public enum UsageFigure {
    /** Processor time of the guest's process, as a fraction of one processor: 1.5 keeps one and a half busy. */
    CPU("cpu"),
    /** Memory of the host that the guest's process holds, in bytes; the hypervisor's own among it. */
    MEMORY("memory"),
    /** Memory that the balloon leaves the guest, in bytes. */
    GUEST_MEMORY("guestMemory"),
    /** Bytes a second read from disks. */
    DISK_READ("diskRead"),
    /** Bytes a second written to disks. */
    DISK_WRITTEN("diskWritten"),
    /** Bytes a second that the guest received. */
    NETWORK_RECEIVED("networkReceived"),
    /** Bytes a second that the guest sent. */
    NETWORK_SENT("networkSent");

    private final String word;

    UsageFigure(String word) {
        this.word = word;
    }

    /** Its name in files and in JSON output. */
    public String word() {
        return word;
    }
}
