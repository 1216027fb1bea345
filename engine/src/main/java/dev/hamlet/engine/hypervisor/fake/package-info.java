/**
 * Guests that are not there: {@link dev.hamlet.engine.hypervisor.fake.FakeHypervisor} keeps to the contract of
 * {@link dev.hamlet.engine.machine.Hypervisor} in memory, for tests of what stands above it. Safe for use by many threads.
 */
package dev.hamlet.engine.hypervisor.fake;
