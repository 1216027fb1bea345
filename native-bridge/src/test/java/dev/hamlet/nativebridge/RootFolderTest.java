package dev.hamlet.nativebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFolderTest {
    private static final int ENOENT = 2;
    private static final int EEXIST = 17;
    private static final int EINVAL = 22;

    @TempDir
    private Path folder = Path.of("");

    private Path root = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void makeARootAndSomethingOutside() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "outside");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void dotsAbsolutePathsAndLinksStayWithin() throws Exception {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/secret"), "inside");
        Files.createSymbolicLink(root.resolve("absolute"), Path.of("/etc"));
        Files.createSymbolicLink(root.resolve("upwards"), Path.of("../../../../../etc"));
        Files.createSymbolicLink(root.resolve("out"), outside);
        try (RootFolder inside = RootFolder.open(root)) {
            for (String path : new String[] {
                "etc/secret",
                "/etc/secret",
                "../../etc/secret",
                "absolute/secret",
                "upwards/secret",
                "etc/../../etc/secret"
            }) {
                try (InputStream in = inside.read(bytes(path))) {
                    assertEquals("inside", new String(in.readAllBytes(), UTF_8), path);
                }
            }
            NativeException failure = assertThrows(NativeException.class, () -> inside.enter(bytes("out")));
            assertEquals(ENOENT, failure.errno(), "an absolute link is looked up within");
        }
    }

    @Test
    void aNameIsNeverAPath() throws Exception {
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(new byte[0])) {
            for (String name : new String[] {"", ".", "..", "a/b", "/a", "a\0b"}) {
                assertThrows(IllegalArgumentException.class, () -> top.makeFolder(bytes(name)), name);
            }
        }
    }

    @Test
    void aFileIsMadeWithItsHolesItsTimeAndItsPermissions() throws Exception {
        byte[] name = {'n', (byte) 0xff, (byte) 0x80};
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(bytes("/"))) {
            try (NewFile file = top.create(name)) {
                file.write(1 << 20, bytes("end"), 3);
                file.length(2 << 20);
                file.permit(04711);
                file.date(-5, 123_456_789);
            }
            FileState state = top.state(name).orElseThrow();
            assertEquals(FileState.Kind.FILE, state.kind());
            assertEquals(2 << 20, state.size());
            assertEquals(04711, state.permissions());
            assertEquals(-5, state.modifiedSeconds());
            assertEquals(123_456_789, state.modifiedNanos());
            assertTrue(state.allocated() < 1 << 20, "holes take nothing: " + state.allocated());
            assertEquals(1, top.list().size());
            assertArrayEquals(name, top.list().getFirst(), "bytes that are no UTF-8");
            NativeException taken = assertThrows(NativeException.class, () -> top.create(name));
            assertEquals(EEXIST, taken.errno());
            try (InputStream in = top.read(name)) {
                byte[] content = in.readAllBytes();
                assertEquals(2 << 20, content.length);
                assertEquals('e', content[1 << 20]);
            }
        }
    }

    @Test
    void linksAreMadeAndNeverFollowedByName() throws Exception {
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(new byte[0])) {
            top.makeLink(bytes("link"), bytes(outside + "/secret"));
            top.date(bytes("link"), 1000, 0);
            top.makeHardLink(bytes("same"), top, bytes("link"));
            assertEquals(
                    FileState.Kind.LINK, top.state(bytes("same")).orElseThrow().kind());
            assertEquals(2, top.state(bytes("link")).orElseThrow().links());
            assertEquals(1000, top.state(bytes("link")).orElseThrow().modifiedSeconds());
            assertArrayEquals(bytes(outside + "/secret"), top.target(bytes("link")));
            assertThrows(NativeException.class, () -> top.read(bytes("link")));
            assertThrows(NativeException.class, () -> top.create(bytes("link")));
        }
        assertEquals("outside", Files.readString(outside.resolve("secret")));
    }

    @Test
    void aPipeThatNobodyWritesToHoldsNoReader() throws Exception {
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(new byte[0])) {
            top.makeSpecial(bytes("pipe"), FileState.Kind.PIPE, 0, 0);
            assertEquals(
                    FileState.Kind.PIPE, top.state(bytes("pipe")).orElseThrow().kind());
            NativeException failure = assertThrows(NativeException.class, () -> inside.read(bytes("pipe")));
            assertEquals(EINVAL, failure.errno());
        }
    }

    @Test
    void attributesAreKeptByteForByte() throws Exception {
        byte[] value = {0, (byte) 0x80, (byte) 0xff, '\n', 0};
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(new byte[0])) {
            top.makeFolder(bytes("sub"));
            try {
                top.attribute(bytes("sub"), bytes("user.hamlet"), value);
            } catch (NativeException e) {
                assumeTrue(false, "the file system of " + folder + " has no attributes: " + e.getMessage());
            }
            assertArrayEquals(value, top.attributes(bytes("sub")).get("user.hamlet"));
            try (OpenFolder sub = inside.enter(bytes("sub"))) {
                OpenFolder _ = sub.attribute(bytes("user.more"), bytes(""))
                        .permit(0750)
                        .date(77, 0);
            }
            assertEquals(2, top.attributes(bytes("sub")).size());
            assertEquals(0750, top.state(bytes("sub")).orElseThrow().permissions());
            assertEquals(77, top.state(bytes("sub")).orElseThrow().modifiedSeconds());
        }
    }

    @Test
    void aTreeIsRemovedHoweverDeepItIsAndNoLinkIsFollowed() throws Exception {
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(new byte[0])) {
            top.makeFolder(bytes("tree"));
            for (int depth = 0; depth < 300; depth++) {
                try (OpenFolder at = inside.enter(bytes("tree" + "/d".repeat(depth)))) {
                    at.makeLink(bytes("out"), bytes(outside.toString()));
                    at.create(bytes("file")).close();
                    at.makeFolder(bytes("d"));
                }
            }
            top.remove(bytes("tree"));
            top.remove(bytes("tree"));
            assertTrue(top.list().isEmpty());
        }
        assertTrue(Files.exists(outside.resolve("secret")));
    }

    @Test
    void aLinkThatIsSwappedAllTheTimeLeadsNobodyOut() throws Exception {
        Path real = Files.createDirectory(root.resolve("real"));
        Path swapped = root.resolve("swapped");
        AtomicBoolean over = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> {
            int turn = 0;
            while (!over.get()) {
                try {
                    Path next = root.resolve("next-" + turn++ % 2);
                    Files.deleteIfExists(next);
                    Path target = switch (turn % 3) {
                        case 0 -> Path.of("real");
                        case 1 -> outside;
                        default -> Path.of("../outside");
                    };
                    Files.createSymbolicLink(next, target);
                    Files.move(next, swapped, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        int made = 0;
        try (RootFolder inside = RootFolder.open(root)) {
            for (int i = 0; i < 5000; i++) {
                try (OpenFolder into = inside.enter(bytes("swapped"))) {
                    into.create(bytes("file-" + i)).close();
                    made++;
                } catch (NativeException e) {
                    assertEquals(ENOENT, e.errno(), "outside does not exist within: " + e.getMessage());
                }
            }
        } finally {
            over.set(true);
            attacker.join();
        }
        try (var escaped = Files.list(outside)) {
            assertEquals(1, escaped.count(), "nothing but what was there");
        }
        try (var within = Files.list(real)) {
            assertEquals(made, within.count());
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        NativeException failure = assertThrows(NativeException.class, () -> RootFolder.open(folder.resolve("gone")));
        assertEquals(ENOENT, failure.errno());
        assertTrue(String.valueOf(failure.getMessage()).contains("gone"), failure.getMessage());
        assertFalse(Files.exists(folder.resolve("gone")));
    }

    @Test
    void aFileWithoutANameAppearsWholeOrNotAtAll() throws Exception {
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(new byte[0])) {
            try (NewFile gone = top.begin()) {
                gone.write(0, bytes("half"), 4);
            }
            assertEquals(0, top.list().size(), "what never appeared is gone");
            for (String content : new String[] {"first", "second"}) {
                try (NewFile file = top.begin()) {
                    file.write(0, bytes(content), content.length());
                    file.appear(bytes("file"));
                }
                assertEquals(content, Files.readString(root.resolve("file")));
                assertEquals(1, top.list().size());
            }
            Files.createSymbolicLink(root.resolve("link"), outside.resolve("secret"));
            try (NewFile file = top.begin()) {
                file.write(0, bytes("new"), 3);
                file.appear(bytes("link"));
            }
            assertEquals("outside", Files.readString(outside.resolve("secret")), "a link is replaced, not followed");
            top.makeFolder(bytes("folder"));
            try (NewFile file = top.begin()) {
                assertThrows(NativeException.class, () -> file.appear(bytes("folder")));
            }
            assertEquals(3, top.list().size());
        }
    }

    @Test
    void aFolderIsEnteredByItsOwnNameAndNotByALink() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        Files.createSymbolicLink(root.resolve("way"), Path.of("a"));
        try (RootFolder inside = RootFolder.open(root);
                OpenFolder top = inside.enter(new byte[0]);
                OpenFolder a = top.folder(bytes("a"))) {
            assertEquals(1, a.list().size());
            assertThrows(NativeException.class, () -> top.folder(bytes("way")));
            assertThrows(NativeException.class, () -> top.folder(bytes("none")));
        }
    }
}
