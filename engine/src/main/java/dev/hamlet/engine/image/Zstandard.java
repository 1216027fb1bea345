package dev.hamlet.engine.image;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard (RFC 8878), with several frames one after the other. */
final class Zstandard {
    private Zstandard() {}

    /** The unpacked bytes; a stream that ends within a frame is a failure. */
    static InputStream unpack(InputStream packed) throws IOException {
        return new ZstdInputStreamNoFinalizer(packed).setContinuous(false);
    }
}
