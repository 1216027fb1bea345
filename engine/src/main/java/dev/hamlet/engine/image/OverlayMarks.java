package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import java.nio.charset.StandardCharsets;

/**
 * How overlayfs notes on files what the layers below no longer show (Linux, Documentation/filesystems/overlayfs.rst,
 * "whiteouts and opaque directories").
 */
enum OverlayMarks {
    /** Of a mount by root. */
    TRUSTED("trusted.overlay."),
    /** Of a mount in a user namespace, with the option {@code userxattr}. */
    USER("user.overlay.");

    private static final byte[] YES = {'y'};

    private final String beginning;

    OverlayMarks(String beginning) {
        this.beginning = beginning;
    }

    /** The attribute of a folder that shows nothing of those below. */
    byte[] opaque() {
        return (beginning + "opaque").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] yes() {
        return YES.clone();
    }

    /** Whether an attribute would mean something to overlayfs; one that comes with a layer must not. */
    static boolean has(ByteText attribute) {
        return attribute.startsWith("trusted.overlay.") || attribute.startsWith("user.overlay.");
    }
}
