package dev.hamlet.engine.catalog;

import java.nio.file.Path;

/**
 * A kernel to boot and the folder of its modules.
 *
 * @param image such as {@code …/boot/vmlinuz-6.1.0-56-cloud-amd64}
 * @param modules such as {@code …/lib/modules/6.1.0-56-cloud-amd64}
 */
record TinyKernel(Path image, Path modules) {}
