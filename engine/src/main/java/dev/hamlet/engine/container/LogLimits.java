package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;

/**
 * How much of what a container writes is kept.
 *
 * @param size of one file; a new one is begun then
 * @param files how many there are at most
 */
public record LogLimits(ByteSize size, int files) {
    /** What holds where nobody says anything. */
    public static final LogLimits USUAL = new LogLimits(ByteSize.ofMebibytes(10), 3);
}
