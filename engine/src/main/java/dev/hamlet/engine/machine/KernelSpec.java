package dev.hamlet.engine.machine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Direct boot of a Linux kernel, without a boot loader.
 *
 * @param kernel absolute, or relative to the machine's folder
 * @param initrd the initial file system, likewise, or null for none
 * @param commandLine the kernel's parameters
 */
public record KernelSpec(Path kernel, @Nullable Path initrd, String commandLine) {}
