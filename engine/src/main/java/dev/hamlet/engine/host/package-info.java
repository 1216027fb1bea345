/**
 * This computer: what it has ({@code HostCapacity}), what may accelerate guests, and where Hamlet's files lie
 * ({@link dev.hamlet.engine.host.HamletPaths}). The only package that asks which system this is.
 */
package dev.hamlet.engine.host;
