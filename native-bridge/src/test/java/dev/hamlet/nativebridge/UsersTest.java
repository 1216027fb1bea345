package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
    @TempDir
    Path folder;

    @Test
    void rootIsFoundByNumberAndByName() throws Exception {
        Users.User root = Users.byUid(0).orElseThrow();
        assertEquals(new Users.User("root", 0, 0, Path.of("/root")), root);
        assertEquals(root, Users.byName("root").orElseThrow());
        assertEquals("root", Users.groupByGid(0).orElseThrow().name());
        assertEquals(0, Users.groupByName("root").orElseThrow().gid());
        assertTrue(Users.groupsOf(root).contains(0L));
    }

    @Test
    void anUnknownUserIsEmpty() throws Exception {
        assertTrue(Users.byUid(4_000_000_123L).isEmpty());
        assertTrue(Users.byName("nobody like this, größe").isEmpty());
        assertTrue(Users.groupByGid(4_000_000_123L).isEmpty());
        assertTrue(Users.groupByName("no such group").isEmpty());
    }

    @Test
    void thisProgramActsAsTheOwnerOfItsNewFiles() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(Integer.toUnsignedLong((int) Files.getAttribute(file, "unix:uid")), Users.effectiveUid());
        assertEquals(Integer.toUnsignedLong((int) Files.getAttribute(file, "unix:gid")), Users.effectiveGid());
        assertTrue(Users.groups().contains(Users.effectiveGid()));
    }

    @Test
    void chownGivesTheLinkAndNotItsTarget() throws Exception {
        Path target = Files.createFile(folder.resolve("zíel"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        if (Users.isRoot()) {
            Users.chown(link, 65534, 65534);
            assertEquals(0, Files.getAttribute(target, "unix:uid"));
            Users.chown(target, 65534, 65534);
            assertEquals(65534, Files.getAttribute(target, "unix:uid"));
        } else {
            assertEquals(
                    1,
                    assertThrows(NativeException.class, () -> Users.chown(link, 0, 0))
                            .errno());
        }
    }

    @Test
    void aFolderIsSynced() throws Exception {
        Directories.sync(folder);
        assertThrows(java.nio.file.NoSuchFileException.class, () -> Directories.sync(folder.resolve("missing")));
    }
}
