package dev.hamlet.engine.container;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a container ended.
 *
 * @param code its exit code, 128 + n where signal n ended it; empty where nobody saw it end, as when the computer went down
 * @param outOfMemory whether the kernel killed for want of memory in it
 * @param time when, as near as that is known
 */
public record ContainerEnd(OptionalInt code, boolean outOfMemory, Instant time) {}
