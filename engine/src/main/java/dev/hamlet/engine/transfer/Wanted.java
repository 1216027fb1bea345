package dev.hamlet.engine.transfer;

import java.net.URI;
import java.nio.file.Path;

/**
 * A file that is to be brought.
 *
 * @param url where it is
 * @param digest what its bytes must come to
 * @param size how long it must be, or -1 where nobody knows before
 * @param target where it shall be
 * @param shown what it is called, for words
 */
public record Wanted(URI url, Digest digest, long size, Path target, String shown) {
    /** A file of unknown length that is called like its target. */
    public static Wanted of(URI url, Digest digest, Path target) {
        return new Wanted(url, digest, -1, target, String.valueOf(target.getFileName()));
    }
}
