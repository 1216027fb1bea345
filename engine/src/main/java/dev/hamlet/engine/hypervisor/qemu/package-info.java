/**
 * Guests run by QEMU, each a detached process that is spoken to over private Unix sockets.
 * {@link dev.hamlet.engine.hypervisor.qemu.QemuHypervisor} is where to begin;
 * {@link dev.hamlet.engine.hypervisor.qemu.QemuArguments} says how QEMU is started,
 * {@link dev.hamlet.engine.hypervisor.qemu.Qmp} how it is spoken to,
 * {@link dev.hamlet.engine.hypervisor.qemu.QemuProbe} what the installed one can do. Safe for use by many threads unless a
 * type says otherwise; everything that waits may be interrupted.
 */
package dev.hamlet.engine.hypervisor.qemu;
