package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.nativebridge.NativeException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the extended attributes that come with a layer. Used by one thread. */
final class Attributes {
    private static final Logger LOG = LoggerFactory.getLogger(Attributes.class);
    private static final int EOPNOTSUPP = 95;

    private boolean said;

    /** Where an attribute is set. */
    @FunctionalInterface
    interface Target {
        void set(byte[] name, byte[] value) throws NativeException;
    }

    /**
     * All of them, byte for byte, but those of an overlay. One that the file system has no room for in principle is left
     * out and logged, as Docker does: SELinux's own are not known everywhere.
     */
    void set(Facts facts, Target target) throws NativeException {
        for (Map.Entry<ByteText, ByteText> one : facts.attributes().entrySet()) {
            if (OverlayMarks.has(one.getKey())) {
                continue;
            }
            try {
                target.set(one.getKey().bytes(), one.getValue().bytes());
            } catch (NativeException e) {
                if (e.errno() != EOPNOTSUPP) {
                    throw e;
                }
                if (!said) {
                    said = true;
                    LOG.warn("the file system takes no attribute {} (of {})", one.getKey(), facts.name());
                }
            }
        }
    }
}
