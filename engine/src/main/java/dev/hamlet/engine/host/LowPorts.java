package dev.hamlet.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** The ports of this computer that only an administrator may listen on. Safe for use by many threads. */
public final class LowPorts {
    private static final int USUAL = 1024;

    /** Where an unprivileged port that stands for a low one is looked for: 8080 for 80. */
    private static final int ABOVE = 8000;

    private static final Path LIMIT = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

    private LowPorts() {}

    /** The first port that is none of them; 0 where there are none. */
    public static int limit() {
        try {
            // By lines, that is through a buffer: a first read of one byte, as the short ways to read a whole file make
            // it, is all that the kernel gives of a number here.
            return Integer.parseInt(Files.readAllLines(LIMIT).getFirst().strip());
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            return USUAL;
        }
    }

    /** The port to try first in place of a low one: 8080 for 80. */
    public static int instead(int port, int limit) {
        return Math.max(limit, port + ABOVE);
    }
}
