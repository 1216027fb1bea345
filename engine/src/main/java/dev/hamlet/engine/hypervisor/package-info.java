/**
 * What runs guests: implementations of {@link dev.hamlet.engine.machine.Hypervisor}, QEMU
 * ({@code dev.hamlet.engine.hypervisor.qemu.QemuHypervisor}) and one in memory
 * ({@link dev.hamlet.engine.hypervisor.fake.FakeHypervisor}), and what they share:
 * {@link dev.hamlet.engine.hypervisor.AcceleratorChoice}, {@link dev.hamlet.engine.hypervisor.StartChecks} and
 * {@link dev.hamlet.engine.hypervisor.HostPorts}. Safe for use
 * by many threads.
 */
package dev.hamlet.engine.hypervisor;
