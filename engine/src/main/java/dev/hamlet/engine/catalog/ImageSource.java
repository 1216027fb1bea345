package dev.hamlet.engine.catalog;

import java.net.URI;

/**
 * One place that has an image.
 *
 * @param url of the image, http or https
 * @param digest what it is kept to
 */
public record ImageSource(URI url, DigestSource digest) {
    /** The image's file name. */
    public String fileName() {
        String path = url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
