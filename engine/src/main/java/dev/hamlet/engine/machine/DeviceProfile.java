package dev.hamlet.engine.machine;

/** Which devices a guest is offered. */
public enum DeviceProfile {
    /** virtio throughout: quick, for guests known to have the drivers. */
    VIRTIO,
    /** SATA disks and an e1000 card: for old and unknown guests. */
    CONSERVATIVE
}
