package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class MountsIT {
    private static final int EINVAL = 22;
    private static final int EBUSY = 16;

    @TempDir
    private Path folder = Path.of("");

    private Path make(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Test
    void aDeviceIsNeverOpenedWhereAFileIsWanted() throws Exception {
        assumeTrue(Users.isRoot(), "only root makes devices");
        // No driver has this number, which an open would tell.
        byte[] name = {'d'};
        try (RootFolder root = RootFolder.open(folder);
                OpenFolder top = root.enter(new byte[0])) {
            top.makeSpecial(name, FileState.Kind.CHARACTER_DEVICE, 250, 250);
            assertEquals(
                    EINVAL,
                    assertThrows(NativeException.class, () -> root.read(name)).errno());
            assertEquals(
                    EINVAL,
                    assertThrows(NativeException.class, () -> top.read(name)).errno());
        }
    }

    @Test
    void aHundredAndFiftyFoldersWithAwkwardNamesAreOneTree() throws Exception {
        assumeTrue(Users.isRoot(), "only root may mount");
        List<Path> lower = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Path one = make("a long name, with: commas=and \\ colons that takes much room " + i);
            Files.writeString(one.resolve("file-" + i), "of " + i);
            Files.writeString(one.resolve("same"), "of " + i);
            lower.add(one);
        }
        Path upper = make("upper,x");
        Path merged = make("merged:x");
        try {
            Mounts.overlay(new Mounts.Overlay(lower, upper, make("work"), false), merged);
        } catch (NativeException e) {
            assumeTrue(false, "this file system carries no overlay: " + e.getMessage());
        }
        try {
            assertTrue(Mounts.isMountPoint(merged));
            assertEquals("of 0", Files.readString(merged.resolve("same")), "the first is the topmost");
            assertEquals("of 149", Files.readString(merged.resolve("file-149")));
            Files.delete(merged.resolve("file-7"));
            Files.writeString(merged.resolve("new"), "x");
            assertEquals("x", Files.readString(upper.resolve("new")));
            try (RootFolder root = RootFolder.open(upper);
                    OpenFolder top = root.enter(new byte[0])) {
                FileState gone = top.state("file-7".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .orElseThrow();
                assertEquals(FileState.Kind.CHARACTER_DEVICE, gone.kind());
                assertEquals(0, gone.major() + gone.minor());
            }
            try (var _ = Files.newInputStream(merged.resolve("new"))) {
                NativeException busy = assertThrows(NativeException.class, () -> Mounts.unmount(merged, false));
                assertEquals(EBUSY, busy.errno());
            }
        } finally {
            Mounts.unmount(merged, false);
        }
        assertFalse(Mounts.isMountPoint(merged));
        NativeException nothing = assertThrows(NativeException.class, () -> Mounts.unmount(merged, false));
        assertEquals(EINVAL, nothing.errno());
    }

    @Test
    void whatIsInUseGoesFromSightAtOnceWhenAskedTo() throws Exception {
        assumeTrue(Users.isRoot(), "only root may mount");
        Path lower = make("lower");
        Files.writeString(lower.resolve("file"), "content");
        Path merged = make("merged");
        try {
            Mounts.overlay(new Mounts.Overlay(List.of(lower), make("upper"), make("work"), false), merged);
        } catch (NativeException e) {
            assumeTrue(false, "this file system carries no overlay: " + e.getMessage());
        }
        try (var in = Files.newInputStream(merged.resolve("file"))) {
            Mounts.unmount(merged, true);
            assertFalse(Mounts.isMountPoint(merged));
            assertEquals("content", new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsNotThereIsNoMountPoint() throws Exception {
        assertFalse(Mounts.isMountPoint(folder.resolve("gone")));
        assertTrue(Mounts.isMountPoint(Path.of("/proc")));
    }
}
