package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.MediaProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLibraryTest {
    private static final Instant MADE = Instant.parse("2026-11-25T10:00:00Z");
    private static final String INFO = "{\"virtual-size\": 1048576, \"actual-size\": 4096}";

    @TempDir
    Path folder;

    private HamletPaths paths;
    private ImageLibrary library;

    @BeforeEach
    void open() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve("home").toString()));
        DiskImages disks = new DiskImages(ScriptedLauncher.saying(INFO), paths.data());
        library = new ImageLibrary(paths, disks, new CdImages(), TimeSource.system());
    }

    private static ImageFacts facts(String name) {
        return ImageFacts.of(name, "debian-12", "test", MADE);
    }

    private LibraryImage make(String name) throws Exception {
        return library.create(
                name,
                (place, progress) -> {
                    write(place.resolve("disk.qcow2"), Samples.qcow2(null, null));
                    return facts(name).withDisk(Path.of("disk.qcow2"), DiskFormat.QCOW2);
                },
                Progress.none());
    }

    private static void write(Path file, byte[] content) {
        try {
            Samples.write(file, content);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aLibraryThatWasNeverUsedIsEmpty() throws Exception {
        assertEquals(List.of(), library.list());
        assertEquals(
                new MediaProblem.ImageNotFound("x", ""),
                Samples.problem(MediaProblem.ImageNotFound.class, () -> library.find("x")));
    }

    @Test
    void allThatIsKnownOfAnImageIsReadBack() throws Exception {
        ImageFacts facts = facts("Tiny guest")
                .withKernel(Path.of("vmlinuz"), Path.of("initrd"), "console=ttyS0 quiet")
                .withDisk(Path.of("disk.raw"), DiskFormat.RAW)
                .withCd(Path.of("cd.iso"))
                .withCloudInit("debian")
                .withDigest("sha256:00")
                .withRecommendedMemory(ByteSize.ofMebibytes(128));
        LibraryImage made = library.create(
                "Tiny guest",
                (place, progress) -> {
                    for (String name : List.of("vmlinuz", "initrd", "disk.raw", "cd.iso")) {
                        write(place.resolve(name), new byte[] {1});
                    }
                    return facts;
                },
                Progress.none());
        assertEquals(List.of(made), library.list());
        LibraryImage found = library.find("tiny GUEST");
        assertEquals(facts, found.facts());
        assertEquals(found, library.find(made.id()));
        assertEquals(made.folder().resolve("initrd"), found.initrd().orElseThrow());
        assertEquals(4, found.files().size());
        assertEquals("console=ttyS0 quiet", found.commandLine());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Foo (Acme, Inc.)",
                "100%",
                "it's \"quoted\"",
                "-rf",
                "../../up",
                "nbd:x:1",
                "json:{}",
                "Öl",
                "🐧",
                "a/b",
                ".",
                ".hidden",
                "CON",
                "日本語"
            })
    void anyNameOfOneLineWillDo(String name) throws Exception {
        LibraryImage made = make(name);
        assertTrue(made.id().matches("[a-z0-9][a-z0-9.-]*"), made.id());
        assertEquals(paths.images(), made.folder().getParent());
        assertEquals(name, library.find(name).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\0b"})
    void aNameThatCannotBeIsRefused(String name) {
        Samples.problem(CommandProblem.ArgumentInvalid.class, () -> make(name));
    }

    @Test
    void namesThatDifferOnlyInCaseAreOneAndOthersAreNot() throws Exception {
        make("Debian 12");
        Samples.problem(MediaProblem.ImageNameTaken.class, () -> make("DEBIAN 12"));
        assertNotEquals(make("debian-12").id(), make("debian_12").id());
        assertEquals(3, library.list().size());
    }

    @Test
    void theNearestNameIsOffered() throws Exception {
        make("debian-12");
        assertEquals(
                new MediaProblem.ImageNotFound("debain-12", "debian-12"),
                Samples.problem(MediaProblem.ImageNotFound.class, () -> library.find("debain-12")));
    }

    @Test
    void theNearestIdIsOfferedWhereNoNameIsNear() throws Exception {
        String id = make("Debian 12 (mine)").id();
        assertEquals(
                new MediaProblem.ImageNotFound("x" + id, id),
                Samples.problem(MediaProblem.ImageNotFound.class, () -> library.find("x" + id)));
    }

    @Test
    void nothingOfAFailedMakingIsLeft() throws Exception {
        Samples.problem(
                MediaProblem.RecipeImpossible.class,
                () -> library.create(
                        "x",
                        (place, progress) -> {
                            write(place.resolve("half"), new byte[10]);
                            throw new dev.hamlet.engine.problem.ProblemException(
                                    new MediaProblem.RecipeImpossible("x", "y"));
                        },
                        Progress.none()));
        Samples.problem(
                MediaProblem.DiskMissing.class,
                () -> library.create(
                        "x",
                        (place, progress) -> facts("x").withDisk(Path.of("none"), DiskFormat.RAW),
                        Progress.none()));
        Samples.problem(
                MediaProblem.ImageBroken.class,
                () -> library.create("x", (place, progress) -> facts("x"), Progress.none()));
        try (var left = Files.list(paths.images())) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void brokenImagesAreListedWithTheirProblem() throws Exception {
        LibraryImage whole = make("whole");
        LibraryImage gone = make("gone");
        Files.delete(gone.disk().orElseThrow());
        Files.createDirectory(paths.images().resolve("empty"));
        for (Map.Entry<String, String> bad : Map.of(
                        "truncated", "{\"format\": 1, \"na",
                        "future", "{\"format\": 99}",
                        "types", "{\"format\": 1, \"name\": 7}",
                        "list", "[]",
                        "nothing", "",
                        "outside",
                                "{\"format\":1,\"name\":\"o\",\"made\":\"2026-11-25T10:00:00Z\",\"cd\":\"../whole/image.json\"}",
                        "absolute",
                                "{\"format\":1,\"name\":\"o\",\"made\":\"2026-11-25T10:00:00Z\",\"cd\":\"/etc/passwd\"}")
                .entrySet()) {
            Path place = Files.createDirectory(paths.images().resolve(bad.getKey()));
            Files.writeString(place.resolve("image.json"), bad.getValue());
        }
        List<LibraryEntry> all = library.list();
        assertEquals(10, all.size());
        assertEquals(
                List.of(whole),
                all.stream().filter(LibraryImage.class::isInstance).toList());
        BrokenImage entry = assertInstanceOf(BrokenImage.class, library.findEntry("gone"));
        assertInstanceOf(MediaProblem.DiskMissing.class, entry.problem());
        Samples.problem(MediaProblem.ImageBroken.class, () -> library.find("truncated"));
    }

    @Test
    void aDeletedImageWaitsInTheTrash() throws Exception {
        LibraryImage image = make("x");
        Path trashed = library.delete("x", file -> List.of());
        assertFalse(Files.exists(image.folder()));
        assertTrue(Files.exists(trashed.resolve("disk.qcow2")));
        assertTrue(trashed.startsWith(paths.trash()));
        Samples.problem(MediaProblem.ImageNotFound.class, () -> library.delete("x", file -> List.of()));
        make("x");
    }

    @Test
    void aBrokenImageCanBeDeleted() throws Exception {
        Files.createDirectories(paths.images().resolve("empty"));
        library.delete("empty", file -> List.of());
        assertEquals(List.of(), library.list());
    }

    @Test
    void aUsedImageStaysAndItsUsersAreNamed() throws Exception {
        LibraryImage image = make("x");
        Path disk = image.disk().orElseThrow();
        assertEquals(
                new MediaProblem.ImageInUse(disk, List.of("web")),
                Samples.problem(
                        MediaProblem.ImageInUse.class,
                        () -> library.delete("x", file -> file.equals(disk) ? List.of("web") : List.of())));
        assertTrue(Files.exists(disk));
    }

    @Test
    void anImageThatAnotherBuildsOnStays() throws Exception {
        LibraryImage base = make("base");
        library.create(
                "top",
                (place, progress) -> {
                    write(
                            place.resolve("disk.qcow2"),
                            Samples.qcow2(base.disk().orElseThrow().toString(), "qcow2"));
                    return facts("top").withDisk(Path.of("disk.qcow2"), DiskFormat.QCOW2);
                },
                Progress.none());
        assertEquals(
                List.of("top"),
                Samples.problem(MediaProblem.ImageInUse.class, () -> library.delete("base", file -> List.of()))
                        .users());
        library.delete("top", file -> List.of());
        library.delete("base", file -> List.of());
    }

    @Test
    void anAddedDiskIsACopyInItsOwnFormatWithItsDigest() throws Exception {
        byte[] content = new byte[3 << 20];
        content[0] = 1;
        content[(2 << 20) + 5] = 7;
        Path source = Samples.write(folder.resolve("- my, disk%.img"), content);
        LibraryImage added = library.add(source, facts("mine"), Progress.none());
        Path copy = added.disk().orElseThrow();
        assertEquals(DiskFormat.RAW, added.diskFormat().orElseThrow());
        assertEquals(-1, Files.mismatch(source, copy));
        String digest = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(content));
        assertEquals("sha256:" + digest, added.facts().digest());
        assertEquals("debian-12", added.facts().system());
        assertEquals(
                "r--------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
    }

    @Test
    void anAddedCdIsKnownByItsContent() throws Exception {
        Path source = Samples.write(
                folder.resolve("disc.raw"), new IsoSample().primary("X").end().bytes());
        LibraryImage added = library.add(source, facts("disc"), Progress.none());
        assertEquals(-1, Files.mismatch(source, added.cd().orElseThrow()));
        assertTrue(added.disk().isEmpty());
    }

    @Test
    void aDiskThatDoesNotStandAloneIsNotAdded() throws Exception {
        Samples.write(folder.resolve("base"), "x");
        Path overlay = Samples.write(folder.resolve("overlay"), Samples.qcow2("base", "raw"));
        assertEquals(
                new MediaProblem.ReferenceRefused(overlay, "base"),
                Samples.problem(
                        MediaProblem.ReferenceRefused.class, () -> library.add(overlay, facts("x"), Progress.none())));
        Samples.write(folder.resolve("part"), "x");
        Path split = Samples.write(folder.resolve("split.vmdk"), "# Disk DescriptorFile\nRW 1 FLAT \"part\" 0\n");
        Samples.problem(MediaProblem.ReferenceRefused.class, () -> library.add(split, facts("x"), Progress.none()));
        Path gone = folder.resolve("gone");
        Samples.problem(MediaProblem.DiskMissing.class, () -> library.add(gone, facts("x"), Progress.none()));
    }

    @Test
    void aCancelledCopyLeavesNothing() throws Exception {
        Path source = Samples.write(folder.resolve("disk"), new byte[5 << 20]);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> library.add(source, facts("x"), Progress.none()));
        try (var left = Files.list(paths.images())) {
            assertEquals(0, left.count());
        }
    }
}
