package dev.hamlet.engine.container.oci;

import dev.hamlet.nativebridge.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A run of a container.
 *
 * @param process its first process
 * @param monitor its conmon
 * @param runtime the program that made it, and clears it away
 * @param started when
 */
record RunRecord(ProcessIdentity process, ProcessIdentity monitor, Path runtime, Instant started) {}
