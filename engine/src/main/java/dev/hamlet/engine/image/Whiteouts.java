package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.nativebridge.FileState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How layers say that something below is gone (OCI image specification, "Whiteouts"). Pure. */
final class Whiteouts {
    static final String PREFIX = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final String OTHERS = ".wh..wh.";

    private Whiteouts() {}

    /** Whether the folder that it lies in shows nothing of what lies below. */
    static boolean isOpaque(EntryPath path) {
        return path.last().equals(ByteText.of(OPAQUE));
    }

    /**
     * What is hidden; empty for what AUFS kept for itself under such names.
     *
     * @throws LayerViolation if that is no name
     */
    static Optional<EntryPath> hidden(EntryPath path) throws LayerViolation {
        ByteText name = path.last();
        if (name.startsWith(OTHERS)) {
            return Optional.empty();
        }
        ByteText hidden = name.part(PREFIX.length(), name.length());
        if (hidden.length() == 0 || EntryPath.isDots(hidden, 1) || EntryPath.isDots(hidden, 2)) {
            throw new LayerViolation("a whiteout of no name: " + path);
        }
        List<ByteText> names = new ArrayList<>(path.parent().names());
        names.add(hidden);
        return Optional.of(new EntryPath(names));
    }

    /** Whether a file is one to overlayfs. */
    static boolean isOne(FileState file) {
        return file.kind() == FileState.Kind.CHARACTER_DEVICE && file.major() == 0 && file.minor() == 0;
    }
}
