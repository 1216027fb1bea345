package dev.hamlet.engine.hypervisor.qemu;

/**
 * Something that happened to a guest, as QEMU told it.
 *
 * @param name such as {@code SHUTDOWN}
 * @param data its facts, as the QEMU QMP reference lists them for this event
 */
public record QmpEvent(String name, QmpValue data) {}
