/**
 * This computer: what it has and has promised ({@link dev.hamlet.engine.host.HostCapacity}), what may run guest code
 * ({@link dev.hamlet.engine.host.Accelerators}), and where Hamlet's files lie
 * ({@link dev.hamlet.engine.host.HamletPaths}). The only package that asks which system this is. Safe for use by many
 * threads.
 */
package dev.hamlet.engine.host;
