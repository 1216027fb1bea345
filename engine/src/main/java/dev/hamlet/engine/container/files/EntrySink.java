package dev.hamlet.engine.container.files;

import dev.hamlet.engine.image.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;

/** Takes the entries of a tree in their order, a folder before what is in it. */
@FunctionalInterface
public interface EntrySink {
    /**
     * Takes one.
     *
     * @param content of a regular file, as long as the entry says; of all others nothing
     */
    void take(TarEntry entry, InputStream content) throws IOException, InterruptedException;
}
