package dev.hamlet.engine.media;

import dev.hamlet.engine.host.ByteSize;

/**
 * What compacting a disk came to.
 *
 * @param before what it took on the host's disk
 * @param after what it takes now; the same where there was nothing to gain and the file was left as it is
 */
public record Compaction(ByteSize before, ByteSize after) {
    /** What was gained. */
    public ByteSize gained() {
        return new ByteSize(Math.max(0, before.bytes() - after.bytes()));
    }
}
