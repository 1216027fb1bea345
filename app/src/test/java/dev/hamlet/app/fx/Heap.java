package dev.hamlet.app.fx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of this program's memory is in use. */
public final class Heap {
    private static final Logger LOG = LoggerFactory.getLogger(Heap.class);

    private Heap() {}

    /**
     * Bytes that somebody holds, and not softly: JavaFX holds the textures of a window that was closed softly, and lets go of
     * them when memory is wanted. So memory is wanted here: more than there is, before which all of them go (java.lang.ref).
     */
    public static long held() {
        try {
            long[] all = new long[Integer.MAX_VALUE / 2];
            LOG.warn("{} longs are not more than there is", all.length);
        } catch (OutOfMemoryError e) {
            LOG.trace("as it was meant", e);
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
