package dev.hamlet.engine.image;

import dev.hamlet.engine.host.ByteSize;

/**
 * What an image takes on the disk.
 *
 * @param packed its parts, as they came
 * @param unpacked its layers, as far as they are unpacked
 * @param own what of both no other image uses, and would be given back with it
 */
public record ImageUsage(ByteSize packed, ByteSize unpacked, ByteSize own) {
    /** Both together. */
    public ByteSize all() {
        return new ByteSize(packed.bytes() + unpacked.bytes());
    }
}
