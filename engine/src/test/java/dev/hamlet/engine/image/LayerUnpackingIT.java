package dev.hamlet.engine.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarLimits;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.Users;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as root unpacks them: devices, owners and attributes of the kernel's own. */
@Tag("real")
class LayerUnpackingIT {
    @TempDir
    private Path folder = Path.of("");

    private Path layer = Path.of("");
    private Path outside = Path.of("");
    private List<Path> lower = List.of();

    @BeforeEach
    void makeFolders() throws IOException {
        assumeTrue(Users.isRoot(), "only root may make devices and give files away");
        layer = Files.createDirectory(folder.resolve("layer"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "untouched");
    }

    private interface Writing {
        void write(TarWriter tar) throws IOException;
    }

    private void unpack(Writing writing) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        writing.write(tar);
        tar.finish();
        TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()), TarLimits.LAYER);
        try (LayerUnpacking unpacking = new LayerUnpacking(layer, lower, OverlayMarks.TRUSTED, Admission.ALL)) {
            unpacking.unpack(reader, () -> 0, 1, Progress.none());
        }
    }

    private LayerViolation refused(Writing writing) {
        LayerViolation refused = assertThrows(LayerViolation.class, () -> unpack(writing));
        assertUntouched();
        return refused;
    }

    private void assertUntouched() {
        try (Stream<Path> all = Files.list(outside)) {
            assertEquals(List.of(outside.resolve("file")), all.toList());
            assertEquals("untouched", Files.readString(outside.resolve("file")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileState state(String path) throws IOException {
        return look(path).orElseThrow(() -> new AssertionError(path + " is not there"));
    }

    private Optional<FileState> look(String path) throws IOException {
        Path file = Path.of(path);
        Path parent = file.getParent();
        try (RootFolder root = RootFolder.open(layer);
                OpenFolder in = root.enter(
                        parent == null ? new byte[0] : parent.toString().getBytes(UTF_8))) {
            return in.state(file.getFileName().toString().getBytes(UTF_8));
        }
    }

    private Map<String, byte[]> attributes(String name) throws IOException {
        try (RootFolder root = RootFolder.open(layer);
                OpenFolder in = root.enter(new byte[0])) {
            return in.attributes(name.getBytes(UTF_8));
        }
    }

    private static Facts facts(String name, int permissions) {
        return new Facts(ByteText.of(name), permissions, 1000, 2_147_483_999L, 1_600_000_000L, 5, Map.of());
    }

    private static TarEntry.Folder folder(String name) {
        return new TarEntry.Folder(facts(name, 0755));
    }

    private static TarEntry.SymbolicLink link(String name, String target) {
        return new TarEntry.SymbolicLink(facts(name, 0777), ByteText.of(target));
    }

    private static TarEntry.HardLink hardLink(String name, String target) {
        return new TarEntry.HardLink(facts(name, 0644), ByteText.of(target));
    }

    @Test
    void ownersPermissionsTimesAndAttributesAreThoseOfTheArchive() throws Exception {
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        Facts rich = new Facts(
                ByteText.of("bin/ping"),
                04750,
                7,
                8,
                -3,
                9,
                Map.of(
                        ByteText.of("security.capability"),
                        ByteText.of(capability),
                        ByteText.of("trusted.overlay.opaque"),
                        ByteText.of("y"),
                        ByteText.of("user.x"),
                        ByteText.of(new byte[] {0, (byte) 0xff})));
        unpack(tar -> {
            tar.entry(folder("bin"));
            tar.file(rich, "program".getBytes(UTF_8));
            tar.entry(new TarEntry.Device(facts("null", 0666), false, 1, 3));
            tar.entry(new TarEntry.Device(facts("fake-whiteout", 0666), false, 0, 0));
            tar.entry(new TarEntry.Pipe(facts("pipe", 0600)));
            tar.entry(link("link", "/etc/passwd"));
            tar.entry(new TarEntry.Folder(new Facts(ByteText.of("./"), 0711, 3, 4, 1000, 0, Map.of())));
        });
        FileState ping = state("bin/ping");
        assertEquals(
                List.of(04750, 7L, 8L, -3L, 9),
                List.of(ping.permissions(), ping.uid(), ping.gid(), ping.modifiedSeconds(), ping.modifiedNanos()));
        try (RootFolder root = RootFolder.open(layer);
                OpenFolder in = root.enter("bin".getBytes(UTF_8))) {
            Map<String, byte[]> attributes = in.attributes("ping".getBytes(UTF_8));
            assertArrayEquals(capability, attributes.get("security.capability"));
            assertArrayEquals(new byte[] {0, (byte) 0xff}, attributes.get("user.x"));
            assertFalse(attributes.containsKey("trusted.overlay.opaque"));
        }
        FileState device = state("null");
        assertEquals(
                List.of(Kind.CHARACTER_DEVICE, 1, 3, 0666, 2_147_483_999L),
                List.of(device.kind(), device.major(), device.minor(), device.permissions(), device.gid()));
        assertTrue(look("fake-whiteout").isEmpty(), "that would hide what lies below");
        assertEquals(Kind.PIPE, state("pipe").kind());
        assertEquals(
                List.of(Kind.LINK, 1000L, 1_600_000_000L),
                List.of(state("link").kind(), state("link").uid(), state("link").modifiedSeconds()));
        assertEquals(1_600_000_000L, state("bin").modifiedSeconds(), "of a folder too, though a file was made in it");
        try (RootFolder root = RootFolder.open(layer);
                OpenFolder top = root.enter(new byte[0])) {
            FileState state = top.state();
            assertEquals(
                    List.of(0711, 3L, 4L, 1000L),
                    List.of(state.permissions(), state.uid(), state.gid(), state.modifiedSeconds()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "a/../../escape", "/../escape", "./../escape", ".."})
    void noKindOfEntryLeavesTheRootByDots(String name) {
        assertTrue(String.valueOf(
                        refused(tar -> tar.file(facts(name, 0644), new byte[1])).getMessage())
                .contains("leaves the root"));
        refused(tar -> tar.entry(folder(name)));
        refused(tar -> tar.entry(link(name, "x")));
        refused(tar -> tar.entry(new TarEntry.Pipe(facts(name, 0600))));
        refused(tar -> {
            tar.file(facts("file", 0644), new byte[1]);
            tar.entry(hardLink(name, "file"));
        });
        refused(tar -> tar.entry(hardLink("stolen", name)));
    }

    @Test
    void absolutePathsAndLinksOnTheWayEndWithin() throws Exception {
        unpack(tar -> {
            tar.file(facts("/" + outside + "/file", 0644), "inside".getBytes(UTF_8));
            tar.entry(link("absolute", outside.toString()));
            tar.file(facts("absolute/other", 0644), "inside".getBytes(UTF_8));
            tar.entry(link("upwards", "../../../../../../.." + outside));
            tar.file(facts("upwards/third", 0644), "inside".getBytes(UTF_8));
            // What has the name is replaced, not written through.
            tar.entry(link("file", outside + "/file"));
            tar.file(facts("file", 0644), "own".getBytes(UTF_8));
            // And a hard link to a link is another name of the link.
            tar.entry(link("points", outside + "/file"));
            tar.entry(hardLink("same", "points"));
            tar.file(facts("same", 0644), "own".getBytes(UTF_8));
        });
        assertUntouched();
        String within = outside.toString().substring(1);
        assertEquals("inside", Files.readString(layer.resolve(within).resolve("file")));
        assertEquals("inside", Files.readString(layer.resolve(within).resolve("other")));
        assertEquals("inside", Files.readString(layer.resolve(within).resolve("third")));
        assertEquals(Kind.FILE, state("file").kind());
        assertEquals(Kind.LINK, state("points").kind());
    }

    @Test
    void theRootBecomesNothingElseAndWaysToNowhereAreRefused() {
        for (String name : List.of(".", "/", "./", "a/..")) {
            refused(tar -> tar.entry(link(name, outside.toString())));
            refused(tar -> tar.file(facts(name, 0644), new byte[1]));
        }
        refused(tar -> {
            tar.entry(link("nowhere", "/gone"));
            tar.file(facts("nowhere/file", 0644), new byte[1]);
        });
        assertThrows(
                IOException.class,
                () -> unpack(tar -> {
                    tar.entry(link("loop", "loop"));
                    tar.file(facts("loop/file", 0644), new byte[1]);
                }));
        assertThrows(
                IOException.class,
                () -> unpack(tar -> {
                    tar.file(facts("file", 0644), new byte[1]);
                    tar.file(facts("file/below", 0644), new byte[1]);
                }));
    }

    @Test
    void hardLinksMayComeBeforeWhatTheyLinkToAndNeverLeadOut() throws Exception {
        unpack(tar -> {
            tar.entry(hardLink("third", "second"));
            tar.entry(hardLink("second", "first"));
            tar.file(facts("first", 0640), "content".getBytes(UTF_8));
            tar.entry(hardLink("first", "first"));
            tar.entry(hardLink("first", "second"));
        });
        assertEquals("content", Files.readString(layer.resolve("third")));
        assertEquals(3, state("first").links());
        refused(tar -> tar.entry(hardLink("stolen", outside + "/file")));
        refused(tar -> {
            tar.entry(link("way", outside.toString()));
            tar.entry(hardLink("stolen2", "way/file"));
        });
        refused(tar -> {
            tar.entry(folder("folder"));
            tar.entry(hardLink("linked", "folder"));
        });
        refused(tar -> tar.entry(hardLink("root", "/")));
    }

    @Test
    void whiteoutsBecomeThoseOfTheOverlayWhereThereIsSomethingToHide() throws Exception {
        Path below = Files.createDirectory(folder.resolve("below"));
        for (String name : List.of("gone", "kept", "replaced/old", "emptied/old", "later/old", "modes/deep/old")) {
            Path file = below.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "old");
        }
        Files.setPosixFilePermissions(
                below.resolve("modes"), java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
        lower = List.of(below);
        unpack(tar -> {
            tar.file(Facts.of(".wh.gone", 0644), new byte[0]);
            tar.file(Facts.of(".wh.never-was", 0644), new byte[0]);
            tar.file(Facts.of(".wh..wh.plnk", 0644), new byte[0]);
            tar.entry(folder("replaced"));
            tar.file(facts("replaced/new", 0644), new byte[1]);
            tar.file(Facts.of(".wh.replaced", 0644), new byte[0]);
            tar.file(Facts.of("emptied/.wh..wh..opq", 0644), new byte[0]);
            tar.file(Facts.of(".wh.later", 0644), new byte[0]);
            tar.entry(folder("later"));
            tar.file(facts("modes/deep/new", 0644), new byte[1]);
        });
        assertTrue(Whiteouts.isOne(state("gone")));
        assertTrue(look("never-was").isEmpty());
        assertTrue(look(".wh.gone").isEmpty());
        for (String opaque : List.of("replaced", "emptied", "later")) {
            assertEquals(Kind.FOLDER, state(opaque).kind(), opaque);
            assertArrayEquals(new byte[] {'y'}, attributes(opaque).get("trusted.overlay.opaque"), opaque);
        }
        assertEquals(0711, state("modes").permissions(), "a folder that the layer does not speak of is as it is below");
        assertFalse(attributes("modes").containsKey("trusted.overlay.opaque"));
        refused(tar -> tar.file(Facts.of(".wh.", 0644), new byte[0]));
        refused(tar -> tar.file(Facts.of(".wh...", 0644), new byte[0]));
    }

    @Test
    void hardLinksThatWaitForOneAnotherAreTriedSoOften() throws Exception {
        unpack(tar -> lateLinks(tar, 50));
        assertEquals(state("file").inode(), state("link-49").inode());
        refused(tar -> lateLinks(tar, 500));
    }

    /** Each to the next, and the last to a file that comes after all. */
    private static void lateLinks(TarWriter tar, int count) throws IOException {
        for (int i = count - 1; i > 0; i--) {
            tar.entry(hardLink("link-" + i, "link-" + (i - 1)));
        }
        tar.entry(hardLink("link-0", "file"));
        tar.file(facts("file", 0644), new byte[1]);
    }

    @Test
    void whatComesLaterTakesThePlaceOfWhatWasThere() throws Exception {
        unpack(tar -> {
            tar.entry(folder("a"));
            tar.file(facts("a/below", 0644), new byte[1]);
            tar.file(facts("a", 0644), "file now".getBytes(UTF_8));
            tar.file(facts("b", 0644), new byte[1]);
            tar.entry(folder("b"));
            tar.file(facts("b/below", 0644), new byte[1]);
            tar.entry(folder("c"));
            tar.file(facts("c/kept", 0644), new byte[1]);
            tar.entry(new TarEntry.Folder(facts("c", 0700)));
            tar.file(facts("twice", 0644), "first, longer".getBytes(UTF_8));
            tar.file(facts("twice", 0600), "second".getBytes(UTF_8));
        });
        assertEquals("file now", Files.readString(layer.resolve("a")));
        assertEquals(Kind.FILE, state("b/below").kind());
        assertEquals(0700, state("c").permissions());
        assertEquals(Kind.FILE, state("c/kept").kind());
        assertEquals("second", Files.readString(layer.resolve("twice")));
    }

    @Test
    void aLinkThatIsSwappedMeanwhileLeadsNothingOut() throws Exception {
        Files.createDirectory(layer.resolve("real"));
        AtomicBoolean over = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> {
            try {
                for (int turn = 0; !over.get(); turn++) {
                    Path next = layer.resolve("next");
                    Files.createSymbolicLink(next, turn % 2 == 0 ? Path.of("real") : outside);
                    Files.move(next, layer.resolve("swapped"), StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            for (int round = 0; round < 30; round++) {
                try {
                    unpack(tar -> {
                        for (int i = 0; i < 50; i++) {
                            tar.file(facts("swapped/file-" + i, 0644), new byte[10]);
                            tar.file(facts("real/other-" + i, 0644), new byte[10]);
                        }
                    });
                } catch (IOException refused) {
                    // Outside does not exist within: the way leads nowhere.
                    assertTrue(refused.getMessage() != null);
                }
            }
        } finally {
            over.set(true);
            attacker.join();
        }
        assertUntouched();
    }
}
