package dev.hamlet.engine.catalog;

import dev.hamlet.engine.transfer.Digest;
import java.net.URI;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Where the promise comes from that an image is kept to. */
public sealed interface DigestSource {
    /**
     * A digest that stands in the catalogue.
     *
     * @param digest the promise
     * @param source the public place it was copied from, or empty if the user's own file does not say
     * @param date the day that place is dated, or null likewise
     */
    record Pinned(Digest digest, String source, @Nullable LocalDate date) implements DigestSource {}

    /**
     * A digest that the publisher keeps in a file beside the image, read at each download.
     *
     * @param algorithm of the file
     * @param url of the file, such as {@code …/SHA512SUMS}
     */
    record Published(Digest.Algorithm algorithm, URI url) implements DigestSource {}
}
