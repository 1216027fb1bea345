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
public record EntryPath(List<ByteText> names) {
    /** The kernel's limit of a name, NAME_MAX. */
    private static final int LONGEST = 255;

    /** Copies the list. */
    public EntryPath {
        names = List.copyOf(names);
    }

    /**
     * Where this leads.
     *
     * @throws LayerViolation if that is outside, or a name is longer than the kernel takes
     */
    public static EntryPath of(ByteText text) throws LayerViolation {
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

    /** Whether it is the root itself. */
    public boolean isRoot() {
        return names.isEmpty();
    }

    /** Its own name; the root has none. */
    public ByteText last() {
        return names.getLast();
    }

    /** The folder that it lies in. */
    public EntryPath parent() {
        return new EntryPath(names.subList(0, names.size() - 1));
    }

    /** What has this name in it. */
    public EntryPath child(ByteText name) {
        List<ByteText> longer = new ArrayList<>(names);
        longer.add(name);
        return new EntryPath(longer);
    }

    /** The folders on the way, the topmost first, itself last. */
    public List<EntryPath> steps() {
        List<EntryPath> steps = new ArrayList<>();
        for (int i = 1; i <= names.size(); i++) {
            steps.add(new EntryPath(names.subList(0, i)));
        }
        return steps;
    }

    /** For the system, relative to the root. */
    public byte[] bytes() {
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
