package dev.hamlet.engine.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.OrdinaryUser;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageImportTest {
    @TempDir
    private Path folder = Path.of("");

    private ImageStore first = store("first");
    private ImageStore second = store("second");
    private Image image = TestImages.none();

    private static ImageStore open(Path home) {
        try {
            return ImageStore.open(HamletPaths.of(Map.of("HAMLET_HOME", home.toString())), TimeSource.system());
        } catch (ProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    private ImageStore store(String name) {
        return open(folder.resolve(name));
    }

    @BeforeEach
    void makeAnImage() throws Exception {
        first = store("first");
        second = store("second");
        image = make(first, "sample", "content");
    }

    static Image make(ImageStore store, String name, String content) throws Exception {
        return store.assembly()
                .of(
                        ImageReference.ofThisHost(name, "1"),
                        out -> {
                            TarWriter tar = new TarWriter(out);
                            tar.file(Facts.of("file", 0644), content.getBytes(UTF_8));
                            tar.file(Facts.of("zeros", 0644), new byte[100_000]);
                            tar.finish();
                        },
                        new ImageConfig(
                                Platform.ofThisHost(),
                                Optional.empty(),
                                "somebody",
                                ImageConfig.RunConfig.of(List.of("sh", "-c", "true"), List.of("A=b")),
                                List.of(),
                                List.of()),
                        Progress.none());
    }

    private Path exported(ExportForm form) throws Exception {
        Path target = folder.resolve("exported-" + form);
        first.export(image, form, target, Progress.none());
        return target;
    }

    private Problem refused(Path source) {
        ProblemException refused = assertThrows(
                ProblemException.class, () -> second.importFrom(source, Optional.empty(), Progress.none()));
        assertNothingLeft(folder.resolve("second"));
        return refused.problem();
    }

    private static void assertNothingLeft(Path home) {
        Path data = home.resolve("data/containers");
        for (String one : List.of("blobs/sha256", "snapshots", "work")) {
            try (Stream<Path> left = Files.list(data.resolve(one))) {
                assertEquals(List.of(), left.toList());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOneStoreWritesAnotherReads(ExportForm form) throws Exception {
        Path target = exported(form);
        List<Image> images = second.importFrom(target, Optional.empty(), Progress.none());
        assertEquals(1, images.size());
        Image came = images.getFirst();
        assertEquals(image.id(), came.id());
        assertEquals(image.config(), came.config());
        assertEquals(image.references(), came.references());
        assertEquals(images, second.list());
        assertEquals(came, second.resolve("sample:1"));
        assertEquals(came, second.resolve(image.id().shortened()));
        ProblemException exists =
                assertThrows(ProblemException.class, () -> first.export(image, form, target, Progress.none()));
        assertEquals(new MediaProblem.FileExists(target), exists.problem());
    }

    @Test
    void anArchiveMayBePackedAndComeByAStream() throws Exception {
        Path plain = exported(ExportForm.DOCKER_ARCHIVE);
        Path packed = folder.resolve("My Sample.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(plain, out);
        }
        ImageReference name = ImageReference.parse("docker.io/other/name:v2");
        try (InputStream in = Files.newInputStream(packed)) {
            List<Image> images = second.importFrom(in, Path.of("-"), Optional.of(name), Progress.none());
            assertEquals(List.of(name), images.getFirst().references());
        }
        assertEquals(image.id(), second.resolve("other/name:v2").id());
    }

    /** Each byte of each file of a layout counts, but for what is no part of the image. */
    @Test
    void aPartWithOneBitTurnedIsNamedAndNothingOfTheImageIsKept() throws Exception {
        Path layout = exported(ExportForm.OCI_LAYOUT);
        try (Stream<Path> parts = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path part : parts.toList()) {
                byte[] bytes = Files.readAllBytes(part);
                byte[] turned = bytes.clone();
                turned[bytes.length / 2] ^= 1;
                Files.write(part, turned);
                ImageProblem.BlobDamaged damaged = assertInstanceOf(ImageProblem.BlobDamaged.class, refused(layout));
                assertEquals("sha256:" + part.getFileName(), damaged.digest());
                Files.write(part, java.util.Arrays.copyOf(bytes, bytes.length - 1));
                ImageProblem.BlobDamaged cut = assertInstanceOf(ImageProblem.BlobDamaged.class, refused(layout));
                assertEquals("sha256:" + part.getFileName(), cut.digest());
                Files.delete(part);
                ImageProblem.BlobMissing missing = assertInstanceOf(ImageProblem.BlobMissing.class, refused(layout));
                assertEquals("sha256:" + part.getFileName(), missing.digest());
                Files.write(part, bytes);
            }
        }
        second.importFrom(layout, Optional.empty(), Progress.none());
    }

    @Test
    void aLayerThatIsNotWhatItsConfigurationSaysIsRefused() throws Exception {
        Image other = make(first, "other", "other content");
        Path layout = exported(ExportForm.OCI_LAYOUT);
        // A manifest that is right in itself, with the other image's layer.
        Path blobs = layout.resolve("blobs/sha256");
        BlobDescriptor layer = other.manifest().layers().getFirst();
        Files.copy(
                folder.resolve("first/data/containers/blobs/sha256")
                        .resolve(layer.digest().hex()),
                blobs.resolve(layer.digest().hex()));
        byte[] manifest = ManifestJson.write(
                new ImageManifest(MediaTypes.MANIFEST, image.manifest().config(), List.of(layer)));
        BlobDigest digest = BlobDigest.of(manifest);
        Files.write(blobs.resolve(digest.hex()), manifest);
        StoreIndexJson index = StoreIndexJson.empty();
        index.name("localhost/x:1", BlobDescriptor.of(MediaTypes.MANIFEST, digest, manifest.length));
        Files.write(layout.resolve("index.json"), index.bytes());
        ImageProblem.BlobDamaged damaged = assertInstanceOf(ImageProblem.BlobDamaged.class, refused(layout));
        assertEquals(layer.digest().toString(), damaged.digest());
        assertTrue(damaged.why().contains(image.config().diffIds().getFirst().toString()), damaged.why());
    }

    @Test
    void aListOfImagesInsideAListIsRefusedHoweverOftenTheyNameOneAnother() throws Exception {
        Path layout = exported(ExportForm.OCI_LAYOUT);
        BlobDescriptor below = BlobDescriptor.of(MediaTypes.MANIFEST, image.digest(), manifestSize(layout));
        for (int depth = 0; depth < 30; depth++) {
            String one = "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d, \"platform\": {\"os\": \"linux\"}}"
                    .formatted(below.mediaType(), below.digest(), below.size());
            byte[] list = "{\"schemaVersion\": 2, \"mediaType\": \"%s\", \"manifests\": [%s, %s]}"
                    .formatted(MediaTypes.INDEX, one, one)
                    .getBytes(UTF_8);
            below = BlobDescriptor.of(MediaTypes.INDEX, BlobDigest.of(list), list.length);
            Files.write(layout.resolve("blobs/sha256").resolve(below.digest().hex()), list);
        }
        StoreIndexJson index = StoreIndexJson.empty();
        index.name("localhost/maze:1", below);
        Files.write(layout.resolve("index.json"), index.bytes());
        ImageProblem.ImageArchiveUnusable refused =
                assertInstanceOf(ImageProblem.ImageArchiveUnusable.class, refused(layout));
        assertTrue(refused.toString().contains("inside a list"), refused::toString);
    }

    private long manifestSize(Path layout) throws IOException {
        return Files.size(layout.resolve("blobs/sha256").resolve(image.digest().hex()));
    }

    @Test
    void aDigestIsNeverAPath() throws Exception {
        Path layout = exported(ExportForm.OCI_LAYOUT);
        String index = Files.readString(layout.resolve("index.json"));
        for (String digest : List.of(
                "sha256:../../../../etc/passwd",
                "sha256:" + "A".repeat(64),
                "sha256:" + "a".repeat(63),
                "md5:" + "a".repeat(32),
                "../" + "a".repeat(64),
                "")) {
            Files.writeString(
                    layout.resolve("index.json"), index.replace(image.digest().toString(), digest));
            ImageProblem.BlobDamaged refused =
                    assertInstanceOf(ImageProblem.BlobDamaged.class, refused(layout), digest);
            assertEquals("index.json", refused.digest());
        }
    }

    @Test
    void whatIsNoImageIsRefusedInWords() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no archive at all".repeat(100));
        assertInstanceOf(ImageProblem.ImageArchiveUnusable.class, refused(text));
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertInstanceOf(ImageProblem.ImageArchiveUnusable.class, refused(empty));
        Path other = Files.createDirectory(folder.resolve("other"));
        assertInstanceOf(ImageProblem.ImageArchiveUnusable.class, refused(other));
        Path gone = folder.resolve("gone");
        ProblemException missing =
                assertThrows(ProblemException.class, () -> second.importFrom(gone, Optional.empty(), Progress.none()));
        assertInstanceOf(MediaProblem.FileUnreadable.class, missing.problem());
        byte[] archive = Files.readAllBytes(exported(ExportForm.OCI_ARCHIVE));
        for (int cut : List.of(1000, archive.length / 2, archive.length - 3000)) {
            Path half = Files.write(folder.resolve("half"), java.util.Arrays.copyOf(archive, cut));
            assertInstanceOf(ImageProblem.class, refused(half));
        }
    }

    /** Archives of Docker have both forms, and that of OCI may lead to nothing. */
    @Test
    void ofTwoFormsThatWithLayersIsTaken() throws Exception {
        Path docker = exported(ExportForm.DOCKER_ARCHIVE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        byte[] manifest = ManifestJson.write(
                new ImageManifest(MediaTypes.MANIFEST, image.manifest().config(), List.of()));
        StoreIndexJson index = StoreIndexJson.empty();
        index.name("", BlobDescriptor.of(MediaTypes.MANIFEST, BlobDigest.of(manifest), manifest.length));
        tar.file(Facts.of("index.json", 0644), index.bytes());
        tar.file(Facts.of("oci-layout", 0644), "{}".getBytes(UTF_8));
        tar.file(Facts.of("blobs/sha256/" + BlobDigest.of(manifest).hex(), 0644), manifest);
        out.writeBytes(Files.readAllBytes(docker));
        Path both = Files.write(folder.resolve("both.tar"), out.toByteArray());
        assertEquals(
                image.id(),
                second.importFrom(both, Optional.empty(), Progress.none())
                        .getFirst()
                        .id());
    }

    @Test
    void namesMoveAndImagesGoWithTheirLastNameAndTheirPartsWithThem() throws Exception {
        Image older = image;
        first.tag("sample:1", ImageReference.parse("registry.example:5000/a/b:c"));
        Image newer = make(first, "sample", "newer content");
        assertEquals(newer.id(), first.resolve("sample:1").id());
        assertEquals(older.id(), first.resolve("registry.example:5000/a/b:c").id());
        ImageUsage usage = first.usage(List.of(first.resolve("sample:1")))
                .values()
                .iterator()
                .next();
        assertTrue(
                usage.packed().bytes() > 0 && usage.own().bytes() == usage.all().bytes(), usage.toString());

        ImageStore.Removed removed = first.remove("registry.example:5000/a/b:c", false);
        assertEquals(List.of(older.digest()), removed.deleted());
        assertTrue(removed.freed().bytes() > 0);
        assertEquals(1, first.list().size());
        assertTrue(first.prunable(false).isEmpty());
        assertEquals(1, first.prunable(true).size());
        make(first, "sample", "newest content");
        assertEquals(
                List.of(newer.id()),
                first.prunable(false).stream().map(Image::id).toList(),
                "it lost its name");
        ImageStore.Prunable expected = first.wouldPrune(false);
        assertEquals(
                List.of(newer.id()), expected.images().stream().map(Image::id).toList());
        ImageStore.Removed pruned = first.prune(false);
        assertEquals(expected.bytes(), pruned.freed(), "no more and no less than was said before");
        assertEquals(List.of(newer.digest()), pruned.deleted());
        ImageStore.Prunable rest = first.wouldPrune(true);
        assertEquals(1, first.list().size(), "looking changes nothing");
        assertEquals(rest.bytes(), first.prune(true).freed());
        assertTrue(first.list().isEmpty());
        assertNothingLeft(folder.resolve("first"));
        assertThrows(ProblemException.class, () -> first.remove("sample:1", false));
    }

    @Test
    void unknownKeysOfTheIndexStayWhereTheyAre() throws Exception {
        Path index = folder.resolve("first/data/containers/index.json");
        String text = Files.readString(index);
        Files.writeString(
                index,
                text.replaceFirst("\\{", "{\"annotations\":{\"kept\":\"yes\"},")
                        .replace("\"size\"", "\"x-own\":[1,2],\"size\""));
        first.tag("sample:1", ImageReference.parse("another"));
        String after = Files.readString(index);
        assertTrue(after.contains("\"kept\"") && after.contains("x-own"), after);
    }

    /** In a process of its own, which ends in the middle as by kill -9. */
    @Test
    void whatAKilledImportLeftIsSweptByTheNext() throws Exception {
        Path archive = exported(ExportForm.OCI_ARCHIVE);
        Path home = folder.resolve("killed");
        OrdinaryUser user = new OrdinaryUser(Files.createDirectory(folder.resolve("classes")));
        for (String moment : List.of("reading", "taken")) {
            ProcessResult killed = user.runAsSelf(DyingImport.class, home.toString(), archive.toString(), moment);
            assertEquals(DyingImport.CODE, killed.code(), killed.errorLines().toString());
            try (Stream<Path> left = Files.walk(home.resolve("data/containers"))) {
                assertTrue(
                        left.filter(Files::isRegularFile)
                                .anyMatch(file -> file.toFile().length() > 100),
                        moment);
            }
            ImageStore again = open(home);
            assertTrue(again.list().isEmpty());
            assertThrows(
                    ProblemException.class,
                    () -> again.importFrom(folder.resolve("gone"), Optional.empty(), Progress.none()));
            assertNothingLeft(home);
        }
        assertEquals(
                1,
                open(home)
                        .importFrom(archive, Optional.empty(), Progress.none())
                        .size());
    }

    /** An import that dies. */
    static final class DyingImport {
        static final int CODE = 137;

        public static void main(String[] arguments) throws Exception {
            ImageStore store = open(Path.of(arguments[0]));
            Path archive = Path.of(arguments[1]);
            long end = arguments[2].equals("reading") ? Files.size(archive) * 3 / 4 : Long.MAX_VALUE;
            Progress dying = new Dying(Path.of(arguments[0]).resolve("data/containers/blobs/sha256"));
            try (InputStream in = new FilterInputStream(Files.newInputStream(archive)) {
                private long read;

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int got = super.read(buffer, offset, Math.min(length, 512));
                    read += got;
                    if (read >= end) {
                        Runtime.getRuntime().halt(CODE);
                    }
                    return got;
                }
            }) {
                store.importFrom(in, archive, Optional.empty(), dying);
            }
        }
    }

    /** Ends the process when the first part of an image has its place. */
    private record Dying(Path parts) implements Progress {
        @Override
        public Progress part(dev.hamlet.engine.job.Phrase what, double share) {
            return this;
        }

        @Override
        public void fraction(double fraction) {}

        @Override
        public void bytes(long done, long total) {}

        @Override
        public void check() throws InterruptedException {
            String[] there = parts.toFile().list();
            if (there != null && there.length > 1) {
                Runtime.getRuntime().halt(DyingImport.CODE);
            }
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStreamNoFinalizer(out)) {
            zstd.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A layout with one image in Docker's form, whose one layer is these bytes. */
    private Path layout(byte[] layer, byte[] tar) throws IOException {
        Path layout = folder.resolve("layout-" + BlobDigest.of(layer).shortened());
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        byte[] config = ImageConfigJson.write(new ImageConfig(
                Platform.ofThisHost(),
                Optional.empty(),
                "",
                ImageConfig.RunConfig.of(List.of(), List.of()),
                List.of(BlobDigest.of(tar)),
                List.of()));
        byte[] manifest = ManifestJson.write(new ImageManifest(
                MediaTypes.DOCKER_MANIFEST,
                BlobDescriptor.of(MediaTypes.DOCKER_CONFIG, BlobDigest.of(config), config.length),
                List.of(BlobDescriptor.of(
                        "application/vnd.docker.image.rootfs.diff.tar.gzip", BlobDigest.of(layer), layer.length))));
        for (byte[] one : List.of(layer, config, manifest)) {
            Files.write(blobs.resolve(BlobDigest.of(one).hex()), one);
        }
        StoreIndexJson index = StoreIndexJson.empty();
        index.name(
                "docker.io/library/packed:1",
                BlobDescriptor.of(MediaTypes.DOCKER_MANIFEST, BlobDigest.of(manifest), manifest.length));
        Files.write(layout.resolve("index.json"), index.bytes());
        return layout;
    }

    /** Bytes after the end of the archive too count for its digest, and zeros after the packed bytes for theirs. */
    @Test
    void layersArePackedInManyWaysWhateverTheirMediaTypeSays() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        writer.file(Facts.of("file", 0644), new byte[300_000]);
        writer.finish();
        out.writeBytes(new byte[10_000]);
        out.writeBytes("more".getBytes(UTF_8));
        byte[] tar = out.toByteArray();
        byte[] first = java.util.Arrays.copyOf(tar, 1000);
        byte[] rest = java.util.Arrays.copyOfRange(tar, 1000, tar.length);
        byte[] skipped = {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        int number = 0;
        for (byte[] layer : List.of(
                tar,
                gzip(tar),
                joined(gzip(first), gzip(rest)),
                joined(gzip(tar), new byte[5000]),
                zstd(tar),
                joined(skipped, zstd(first), skipped, zstd(rest)))) {
            ImageStore store = store("packed-" + number++);
            Image came = store.importFrom(layout(layer, tar), Optional.empty(), Progress.none())
                    .getFirst();
            assertEquals("packed:1", came.shownName());
            // It goes out in OCI's form, with the media type that is true.
            Path again = folder.resolve("again-" + number);
            store.export(came, ExportForm.OCI_LAYOUT, again, Progress.none());
            Image back = store("back-" + number)
                    .importFrom(again, Optional.empty(), Progress.none())
                    .getFirst();
            assertEquals(MediaTypes.MANIFEST, back.manifest().mediaType());
            String type = back.manifest().layers().getFirst().mediaType();
            assertEquals(number == 1 ? "" : number < 5 ? "+gzip" : "+zstd", type.substring(MediaTypes.LAYER.length()));
        }
        for (byte[] whole : List.of(gzip(tar), zstd(tar))) {
            Problem cut = refused(layout(java.util.Arrays.copyOf(whole, whole.length / 2), tar));
            assertInstanceOf(ImageProblem.LayerRefused.class, cut);
        }
        assertInstanceOf(
                ImageProblem.LayerRefused.class,
                refused(layout(joined(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z'}, tar), tar)));
    }

    private static final String TOLD = "told: ";

    /** Without what the log says. */
    private static List<String> told(ProcessResult result) {
        return result.output()
                .lines()
                .filter(line -> line.startsWith(TOLD))
                .map(line -> line.substring(TOLD.length()))
                .toList();
    }

    /** What an ordinary user can do, and what is said of the rest. */
    @Test
    void anOrdinaryUserImportsAlsoWhereNothingCanBeLaidOut() throws Exception {
        Path archive = exported(ExportForm.DOCKER_ARCHIVE);
        OrdinaryUser user = new OrdinaryUser(folder);
        Path home = Files.createDirectory(folder.resolve("of-nobody"));
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(archive, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        ProcessResult result = user.run(OrdinaryImport.class, home.toString(), archive.toString());
        assertEquals(
                List.of(
                        "localhost/sample:1",
                        new ContainerProblem.NamespaceFailed("this part of Hamlet starts no programs").toString()),
                told(result));
        try (Stream<Path> left = Files.list(home.resolve("data/containers/roots"))) {
            assertEquals(0, left.count());
        }
    }

    /** An import and what follows. */
    static final class OrdinaryImport {
        public static void main(String[] arguments) throws Exception {
            ImageStore store = open(Path.of(arguments[0]));
            Image image = store.importFrom(Path.of(arguments[1]), Optional.empty(), Progress.none())
                    .getFirst();
            System.out.println(TOLD + image.shownName());
            try {
                store.prepare(image, "one", Progress.none());
            } catch (ProblemException e) {
                System.out.println(TOLD + e.problem());
            }
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingOfTheImageIsLeft() throws Exception {
        Path archive = exported(ExportForm.DOCKER_ARCHIVE);
        OrdinaryUser user = new OrdinaryUser(folder);
        Path home = Files.createDirectory(folder.resolve("small"));
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(archive, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        ProcessResult result = user.runOnSmallDisk(home, "90k", FullImport.class, home.toString(), archive.toString());
        org.junit.jupiter.api.Assumptions.assumeTrue(
                !result.errorLines().toString().contains("unshare"), () -> "no namespace here: " + result.errorLines());
        assertEquals(List.of("SpaceShort 0"), told(result), result.errorLines().toString());

        // A folder does not say before how much will come of it.
        Path layout = Files.createDirectory(folder.resolve("unpacked"));
        new SystemProcessLauncher(System.getenv())
                .runOrFail(ProcessSpec.of("tar", List.of("-xf", archive.toString(), "-C", layout.toString())));
        try (Stream<Path> files = Files.walk(layout)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Path other = Files.createDirectory(folder.resolve("small-too"));
        Files.setPosixFilePermissions(other, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        ProcessResult filled = user.runOnSmallDisk(other, "90k", FullImport.class, other.toString(), layout.toString());
        assertEquals(
                List.of("FolderUnusable 0"), told(filled), filled.errorLines().toString());
    }

    /** An import that does not fit. */
    static final class FullImport {
        public static void main(String[] arguments) throws Exception {
            Path home = Path.of(arguments[0]);
            try {
                open(home).importFrom(Path.of(arguments[1]), Optional.empty(), Progress.none());
            } catch (ProblemException e) {
                long left = 0;
                for (String one : List.of("blobs/sha256", "snapshots", "work")) {
                    String[] names = home.resolve("data/containers")
                            .resolve(one)
                            .toFile()
                            .list();
                    left += names == null ? 0 : names.length;
                }
                System.out.println(TOLD + e.problem().getClass().getSimpleName() + " " + left);
            }
        }
    }

    @Test
    void aNameOfAFileBecomesThatOfAnImageWithoutOne() throws Exception {
        Path layout = folder.resolve("Some Layout_1.oci");
        first.export(image, ExportForm.OCI_LAYOUT, layout, Progress.none());
        String index = Files.readString(layout.resolve("index.json"));
        Files.writeString(layout.resolve("index.json"), index.replace("localhost/sample:1", "stable"));
        Image came =
                second.importFrom(layout, Optional.empty(), Progress.none()).getFirst();
        assertEquals("localhost/some-layout-1:stable", came.shownName());
        assertFalse(came.references().isEmpty());
    }

    @Test
    void noNameInAFolderLeadsOutOfIt() throws Exception {
        Files.writeString(folder.resolve("secret"), "{}");
        Path layout = Files.createDirectory(folder.resolve("layout"));
        String saved = "[{\"Config\":\"%s\",\"RepoTags\":[\"a:1\"],\"Layers\":[]}]";
        Files.writeString(layout.resolve("manifest.json"), saved.formatted("../secret"));
        assertInstanceOf(ImageProblem.ImageArchiveUnusable.class, importProblem(layout));
        Files.createSymbolicLink(layout.resolve("link.json"), folder.resolve("secret"));
        Files.writeString(layout.resolve("manifest.json"), saved.formatted("link.json"));
        assertInstanceOf(ImageProblem.BlobMissing.class, importProblem(layout));
    }

    private Problem importProblem(Path source) {
        return assertThrows(ProblemException.class, () -> second.importFrom(source, Optional.empty(), Progress.none()))
                .problem();
    }
}
