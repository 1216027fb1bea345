package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an entry of a layer belongs, as names below the root: a leading slash, empty names and {@code .} mean nothing, and
 * {@code ..} takes a name back. What would leave the root is refused; whatever stays within may still meet links, so that
 * it is looked up under {@link dev.hamlet.nativebridge.RootFolder} alone.
 *
 * @param names from the root on; none for the root itself
 */
record EntryPath(List<ByteText> names) {
    /** The kernel's limit of a name, NAME_MAX. */
    private static final int LONGEST = 255;

    EntryPath {
        names = List.copyOf(names);
    }

    static EntryPath of(ByteText text) throws LayerViolation {
        List<ByteText> names = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.at(i) != '/') {
                continue;
            }
            ByteText name = text.part(begin, i);
            begin = i + 1;
            if (isDots(name, 2)) {
                if (names.isEmpty()) {
                    throw new LayerViolation("an entry leaves the root: " + text);
                }
                names.removeLast();
            } else if (name.length() > LONGEST) {
                throw new LayerViolation("a name of more than " + LONGEST + " bytes: " + text);
            } else if (name.length() > 0 && !isDots(name, 1)) {
                names.add(name);
            }
        }
        return new EntryPath(names);
    }

    static boolean isDots(ByteText name, int count) {
        if (name.length() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (name.at(i) != '.') {
                return false;
            }
        }
        return true;
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    ByteText last() {
        return names.getLast();
    }

    EntryPath parent() {
        return new EntryPath(names.subList(0, names.size() - 1));
    }

    /** The folders on the way, the topmost first, itself last. */
    List<EntryPath> steps() {
        List<EntryPath> steps = new ArrayList<>();
        for (int i = 1; i <= names.size(); i++) {
            steps.add(new EntryPath(names.subList(0, i)));
        }
        return steps;
    }

    /** For the system, relative to the root. */
    byte[] bytes() {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (ByteText name : names) {
            if (path.size() > 0) {
                path.write('/');
            }
            path.writeBytes(name.bytes());
        }
        return path.toByteArray();
    }

    @Override
    public String toString() {
        return ByteText.of(bytes()).toString();
    }
}
