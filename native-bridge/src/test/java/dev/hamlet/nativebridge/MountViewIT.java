package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Views of mounts that only this program sees, made by a real kernel. */
@Tag("real")
@Timeout(60)
class MountViewIT {
    @TempDir
    private Path folder = Path.of("");

    private Path place = folder;

    @BeforeEach
    void make() throws Exception {
        assumeTrue(Users.isRoot(), "only root mounts");
        for (String one : List.of("lower", "upper", "work", "place", "bound")) {
            Files.createDirectories(folder.resolve(one));
        }
        Files.createDirectory(folder.resolve("lower/in"));
        Files.writeString(folder.resolve("bound/file"), "bound");
        place = folder.resolve("place");
    }

    private MountView view(MountView.Bind... binds) throws NativeException {
        Mounts.Overlay overlay = new Mounts.Overlay(
                List.of(folder.resolve("lower")), folder.resolve("upper"), folder.resolve("work"), false);
        return MountView.of(overlay, place, List.of(binds));
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    private static boolean threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(one -> one.getName().equals("mount-view"));
    }

    @Test
    void whatIsMountedInOneIsSeenByNobodyElseAndGoesWithIt() throws Exception {
        try (MountView view = view(new MountView.Bind(folder.resolve("bound"), "/in", true));
                var content = view.root().read("in/file".getBytes(StandardCharsets.UTF_8))) {
            assertEquals("bound", new String(content.readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(Files.notExists(place.resolve("in")));
        }
        assertTrue(!threads());
    }

    @Test
    void oneThatCannotBeMadeIsToldAndLeavesNothing() throws Exception {
        view().close();
        MountView.Bind long1 = new MountView.Bind(folder.resolve("bound"), "/" + "x".repeat(300), false);
        // No name for the system: a fault of whoever asks, and told all the same.
        MountView.Bind nonsense = new MountView.Bind(folder.resolve("bound"), "/a\0b", false);
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            assertThrows(NativeException.class, () -> view(long1));
            assertThrows(RuntimeException.class, () -> view(nonsense));
        }
        assertTrue(descriptors() <= before + 2, "descriptors are lost: " + before + ", " + descriptors());
        assertTrue(!threads(), "no thread goes on");
        assertTrue(Files.readString(Path.of("/proc/self/mounts"))
                .lines()
                .noneMatch(line -> line.contains(place.toString())));
    }
}
