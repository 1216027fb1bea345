package dev.hamlet.engine.container;

import java.time.Duration;

/**
 * A process in a container.
 *
 * @param pid its number on this computer
 * @param ownPid its number in the container, 1 for the first; the other one where the kernel does not tell
 * @param user the number of the user that it runs as
 * @param cpu processor time that it has used
 * @param memory bytes of memory that it holds
 * @param command its command line, words apart by spaces; its name in brackets where it has none
 */
public record ContainerProcess(long pid, long ownPid, long user, Duration cpu, long memory, String command) {}
