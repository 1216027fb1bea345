package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.image.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;

/** Counts what goes through it. Used by one thread. */
public final class CountingSink implements EntrySink {
    private final EntrySink sink;
    private long files;
    private long bytes;

    /** Gives all to this one. */
    public CountingSink(EntrySink sink) {
        this.sink = sink;
    }

    @Override
    public void take(TarEntry entry, InputStream content) throws IOException, InterruptedException {
        sink.take(entry, content);
        files++;
        if (entry instanceof TarEntry.RegularFile file) {
            bytes += file.size();
        }
    }

    /** What went through until now. */
    public Copied copied() {
        return new Copied(files, bytes);
    }
}
