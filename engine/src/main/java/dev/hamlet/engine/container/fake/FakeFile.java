package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A file that is in memory alone.
 *
 * @param kind what it is; of a link always {@code LINK}, wherever it leads
 * @param content its bytes, each as the character of that number
 * @param permissions the twelve bits of chmod(2)
 * @param uid owner
 * @param gid group
 * @param modified when its content last changed
 * @param target where a link leads, else empty
 */
record FakeFile(
        ContainerFile.Kind kind, String content, int permissions, long uid, long gid, Instant modified, String target) {
    private static final int FOLDER = 0755;
    private static final int FILE = 0644;
    private static final int LINK = 0777;

    static FakeFile folder(Instant modified) {
        return new FakeFile(ContainerFile.Kind.FOLDER, "", FOLDER, 0, 0, modified, "");
    }

    static FakeFile of(byte[] content, Instant modified) {
        return new FakeFile(
                ContainerFile.Kind.FILE, new String(content, StandardCharsets.ISO_8859_1), FILE, 0, 0, modified, "");
    }

    static FakeFile link(String target, Instant modified) {
        return new FakeFile(ContainerFile.Kind.LINK, "", LINK, 0, 0, modified, target);
    }

    static FakeFile device(Instant modified) {
        return new FakeFile(ContainerFile.Kind.SPECIAL, "", FILE, 0, 0, modified, "");
    }

    FakeFile with(int otherPermissions, long otherUid, long otherGid) {
        return new FakeFile(kind, content, otherPermissions, otherUid, otherGid, modified, target);
    }

    boolean isFolder() {
        return kind == ContainerFile.Kind.FOLDER;
    }

    byte[] bytes() {
        return content.getBytes(StandardCharsets.ISO_8859_1);
    }
}
