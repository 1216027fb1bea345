package dev.hamlet.app.shell;

import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.host.ByteSize;
import java.util.Optional;

/**
 * What this computer has left.
 *
 * @param memoryUsed what cannot be had without swapping
 * @param memory all that Hamlet and its guests may use
 * @param diskFree what is free where machines lie
 * @param accelerator what runs guest code; empty while that is being found out
 */
record HostFigures(ByteSize memoryUsed, ByteSize memory, ByteSize diskFree, Optional<Accelerator> accelerator) {}
