/**
 * Virtual machines: what the user wants ({@link dev.hamlet.engine.machine.MachineSpec}), the folder it is kept in
 * ({@link dev.hamlet.engine.machine.MachineFolder}), and the live thing
 * ({@link dev.hamlet.engine.machine.Machine}), found through {@link dev.hamlet.engine.machine.MachineStore}. What runs a
 * guest is the port {@link dev.hamlet.engine.machine.Hypervisor}; its implementations depend on this package and never
 * the reverse. Safe for use by many threads; listeners are called on engine threads and must not block.
 */
package dev.hamlet.engine.machine;
