package dev.hamlet.engine.container.files;

import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarWriter;
import java.io.IOException;
import java.io.InputStream;

/** Writes a tree as an archive. Used by one thread. */
public final class ArchiveSink implements EntrySink {
    private final TarWriter archive;

    /** Writes to this archive. */
    public ArchiveSink(TarWriter archive) {
        this.archive = archive;
    }

    @Override
    public void take(TarEntry entry, InputStream content) throws IOException {
        if (entry instanceof TarEntry.RegularFile(Facts facts, long size, var _)) {
            archive.file(facts, size, content);
        } else {
            archive.entry(entry);
        }
    }
}
