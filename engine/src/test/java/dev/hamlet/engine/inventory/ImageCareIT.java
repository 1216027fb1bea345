package dev.hamlet.engine.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.Compaction;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done to disks by the real qemu-img, under machines whose guests are in memory. */
@Tag("real")
@Timeout(120)
class ImageCareIT {
    private static final ByteSize SIZE = ByteSize.ofMebibytes(16);

    private final ProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path home = Path.of("");

    private Engine engine;
    private HamletPaths paths;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(launcher.find("qemu-img").isPresent(), "qemu-img is not installed");
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.resolve("home").toString()));
        TimeSource time = TimeSource.system();
        engine = new Engine(paths, launcher, new FakeHypervisor(paths, launcher, time), time);
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    private ImageCare care() {
        return engine.imageCare();
    }

    private static <P extends Problem> P refused(Class<P> kind, Job<?> job) {
        return assertInstanceOf(
                kind, assertThrows(ProblemException.class, job::await).problem());
    }

    private KnownImage known(Path file) throws Exception {
        return engine.inventory().find(file);
    }

    /** A disk with some data at its begin, and room that was written and is zeros now. */
    private Path disk(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        byte[] content = new byte[(int) SIZE.bytes()];
        new Random(7).nextBytes(content);
        Path raw = home.resolve("content");
        Files.write(raw, content);
        engine.disks().convert(raw, DiskFormat.RAW, file, DiskFormat.QCOW2, Progress.none());
        launcher.runOrFail(
                ProcessSpec.of("qemu-io", List.of("-f", "qcow2", "-c", "write -P 0 4M 12M", "--", file.toString())));
        Files.delete(raw);
        return file.toRealPath();
    }

    private byte[] contentOf(Path disk) throws Exception {
        Path raw = home.resolve("read");
        Files.deleteIfExists(raw);
        engine.disks().convert(disk, DiskFormat.QCOW2, raw, DiskFormat.RAW, Progress.none());
        return Files.readAllBytes(raw);
    }

    private Machine machine(String name, Path... disks) throws Exception {
        MachineSpecBuilder builder = MachineSpec.named(name).memory(ByteSize.ofMebibytes(64));
        for (int i = 0; i < disks.length; i++) {
            builder.addDisk(new DiskSpec("disk" + i, disks[i], DiskFormat.QCOW2, false));
        }
        return engine.machines()
                .create(builder.build(), (folder, progress) -> {})
                .await();
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(one -> one.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theInventoryKnowsLibraryDisksAndWhatMachinesUseWithItsBases() throws Exception {
        Path base = disk(home.resolve("mine/base.qcow2"));
        Path top = home.resolve("mine/top.qcow2").toAbsolutePath();
        engine.disks().overlay(top, base, DiskFormat.QCOW2, null);
        machine("web", top);
        Path loose = care().create("scratch", SIZE).await();
        LibraryImage image = care().add(base, "Template", false).await();
        assertEquals(4, engine.inventory().list().size());
        KnownImage over = known(top);
        assertEquals(base, over.base());
        assertEquals(List.of("web"), over.users());
        assertEquals(KnownImage.Place.ELSEWHERE, over.place());
        assertEquals(List.of("web"), known(base).users());
        assertEquals(SIZE.bytes(), known(base).virtualBytes());
        assertTrue(known(base).actualBytes() >= 4 << 20, "takes " + known(base).actualBytes());
        KnownImage scratch = known(loose);
        assertEquals(KnownImage.Place.DISKS, scratch.place());
        assertEquals(List.of(), scratch.users());
        KnownImage template = known(image.disk().orElseThrow());
        assertEquals("Template", template.name());
        ImageCheck check = template.check();
        assertNotNull(check, "the digest was taken as it came");
        assertEquals(ImageCheck.Verdict.VERIFIED, check.verdict());
    }

    @Test
    void aDiskWhoseBaseIsGoneIsListedWithThatProblem() throws Exception {
        Path base = disk(home.resolve("mine/base.qcow2"));
        Path top = home.resolve("mine/top.qcow2").toAbsolutePath();
        engine.disks().overlay(top, base, DiskFormat.QCOW2, null);
        machine("web", top);
        Files.delete(base);
        KnownImage known = known(top);
        assertInstanceOf(MediaProblem.BackingMissing.class, known.problem());
        assertEquals(SIZE.bytes(), known.virtualBytes());
        refused(MediaProblem.BackingMissing.class, care().grow(top, ByteSize.ofMebibytes(32)));
    }

    @Test
    void aSizeThatNoHeaderTellsIsAskedForOnceOnly() throws Exception {
        Path file = home.resolve("mine/old.vhdx").toAbsolutePath();
        Files.createDirectories(file.getParent());
        engine.disks().create(file, DiskFormat.VHDX, SIZE);
        MachineSpec spec = MachineSpec.named("old")
                .addDisk(new DiskSpec("disk0", file, DiskFormat.VHDX, false))
                .build();
        engine.machines().create(spec, (folder, progress) -> {}).await();
        assertEquals(SIZE.bytes(), known(file).virtualBytes());
        assertEquals(SIZE.bytes(), known(file).virtualBytes());
    }

    @Test
    void aLibraryFolderThatCannotBeReadIsTold() throws Exception {
        Files.createDirectories(paths.data());
        Files.writeString(paths.images(), "no folder");
        ProblemException failure =
                assertThrows(ProblemException.class, () -> engine.inventory().list());
        assertInstanceOf(HostProblem.FolderUnusable.class, failure.problem());
    }

    @Test
    void aDiskGrowsWhileItsMachineIsOffAndNotWhileItRuns() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        Machine web = machine("web", disk);
        care().grow(disk, ByteSize.ofMebibytes(32)).await();
        assertEquals(32 << 20, known(disk).virtualBytes());
        web.start(StartOptions.CAREFUL).await();
        MediaProblem.DiskInUse problem =
                refused(MediaProblem.DiskInUse.class, care().grow(disk, ByteSize.ofMebibytes(64)));
        assertEquals("web", problem.holder());
        assertEquals(
                "web",
                refused(MediaProblem.DiskInUse.class, care().compact(disk)).holder());
        assertEquals(32 << 20, known(disk).virtualBytes());
        web.forceOff().await();
        refused(MediaProblem.DiskWouldShrink.class, care().grow(disk, SIZE));
        care().grow(disk, ByteSize.ofMebibytes(64)).await();
        assertEquals(64 << 20, known(disk).virtualBytes());
    }

    @Test
    void nothingIsChangedThatAnotherDiskBuildsOn() throws Exception {
        Path base = disk(home.resolve("mine/base.qcow2"));
        Path top = home.resolve("mine/top.qcow2").toAbsolutePath();
        engine.disks().overlay(top, base, DiskFormat.QCOW2, null);
        machine("web", top);
        assertEquals(
                List.of("top.qcow2"),
                refused(MediaProblem.ImageInUse.class, care().grow(base, ByteSize.ofMebibytes(32)))
                        .users());
        refused(MediaProblem.ImageInUse.class, care().compact(base));
    }

    @Test
    void anImageOfTheLibraryNeverChanges() throws Exception {
        Path own = disk(home.resolve("mine/a.qcow2"));
        LibraryImage image = care().add(own, "Template", false).await();
        Path file = image.disk().orElseThrow();
        refused(MediaProblem.ImageSealed.class, care().grow(file, ByteSize.ofMebibytes(32)));
        refused(MediaProblem.ImageSealed.class, care().compact(file));
    }

    @Test
    void compactingGivesBackZerosAndKeepsContentModeAndBase() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rw-r-----"));
        byte[] before = contentOf(disk);
        Compaction done = care().compact(disk).await();
        assertTrue(done.after().bytes() < 6 << 20, "takes " + done.after());
        assertTrue(done.gained().bytes() > 8 << 20, "gained " + done.gained());
        assertTrue(Arrays.equals(before, contentOf(disk)), "the content is the same");
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(disk)));
        assertEquals(List.of("a.qcow2"), namesIn(home.resolve("mine")));
        Compaction again = care().compact(disk).await();
        assertEquals(ByteSize.ofMebibytes(0), again.gained());
    }

    @Test
    void compactingAnOverlayCopiesNothingOfItsBase() throws Exception {
        Path base = disk(home.resolve("mine/base.qcow2"));
        Path top = home.resolve("mine/top.qcow2").toAbsolutePath();
        engine.disks().overlay(top, base, DiskFormat.QCOW2, ByteSize.ofMebibytes(32));
        launcher.runOrFail(ProcessSpec.of(
                "qemu-io", List.of("-f", "qcow2", "-c", "write -P 5 0 1M", "-c", "write -P 0 8M 8M", top.toString())));
        byte[] before = contentOf(top);
        machine("web", top);
        Compaction done = care().compact(top).await();
        assertTrue(done.after().bytes() < 3 << 20, "takes " + done.after());
        assertTrue(Arrays.equals(before, contentOf(top)), "the content is the same");
        assertEquals(base, known(top).base());
        assertNull(known(top).problem());
    }

    @Test
    void aDiskWithSnapshotsIsNotCompacted() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        launcher.runOrFail(ProcessSpec.of("qemu-img", List.of("snapshot", "-c", "before", disk.toString())));
        byte[] before = Files.readAllBytes(disk);
        refused(MediaProblem.CompactingRefused.class, care().compact(disk));
        assertTrue(Arrays.equals(before, Files.readAllBytes(disk)), "not a byte differs");
    }

    @Test
    void aCompactingThatIsCancelledLeavesTheDiskAsItWas() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        byte[] before = Files.readAllBytes(disk);
        CountDownLatch entered = new CountDownLatch(1);
        Machine web = machine("web", disk);
        assertNotNull(web);
        Job<Compaction> job = engine.jobs()
                .start(dev.hamlet.engine.job.Phrase.of("job.image-compact", "a"), progress -> {
                    entered.countDown();
                    Thread.currentThread().interrupt();
                    return engine.machines()
                            .uses()
                            .whileUnused(
                                    disk, within -> engine.disks().compact(disk, DiskFormat.QCOW2, within), progress);
                });
        entered.await();
        refused(CommandProblem.Cancelled.class, job);
        assertTrue(Arrays.equals(before, Files.readAllBytes(disk)), "not a byte differs");
        assertEquals(List.of("a.qcow2"), namesIn(home.resolve("mine")));
    }

    @Test
    void aMachineCannotStartWhileItsDiskIsChanged() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        Machine web = machine("web", disk);
        CountDownLatch changing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Job<String> change = engine.jobs()
                .start(
                        dev.hamlet.engine.job.Phrase.of("change"),
                        progress -> engine.machines()
                                .uses()
                                .whileUnused(
                                        disk,
                                        within -> {
                                            changing.countDown();
                                            go.await();
                                            return "changed";
                                        },
                                        progress));
        changing.await();
        Job<?> start = web.start(StartOptions.CAREFUL);
        assertFalse(TimeSource.system()
                .await(() -> start.snapshot().state().isOver(), Duration.ofMillis(300), Duration.ofMillis(5)));
        go.countDown();
        assertEquals("changed", change.await());
        start.await();
        web.forceOff().await();
    }

    @Test
    void verifyingFindsADigestThatIsRightAndOneThatIsNot() throws Exception {
        Path own = disk(home.resolve("mine/a.qcow2"));
        LibraryImage image = care().add(own, "Template", false).await();
        Path file = image.disk().orElseThrow().toRealPath();
        assertEquals(ImageCheck.Verdict.VERIFIED, care().verify(file).await().verdict());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() - 70_000);
            bytes.write("other".getBytes(StandardCharsets.US_ASCII));
        }
        Files.setLastModifiedTime(
                file, java.nio.file.attribute.FileTime.from(Instant.now().plusSeconds(5)));
        assertNull(known(file).check(), "what was checked is not what is there");
        refused(MediaProblem.ImageChanged.class, care().verify(file));
        ImageCheck check = known(file).check();
        assertNotNull(check);
        assertEquals(ImageCheck.Verdict.CHANGED, check.verdict());
    }

    @Test
    void verifyingFindsADamagedDisk() throws Exception {
        Path disk = disk(paths.disks().resolve("a.qcow2"));
        assertEquals(ImageCheck.Verdict.SOUND, care().verify(disk).await().verdict());
        try (RandomAccessFile bytes = new RandomAccessFile(disk.toFile(), "rw")) {
            // The first entry of the table of reference counts points into nowhere.
            bytes.seek(48);
            long table = bytes.readLong();
            bytes.seek(table);
            bytes.writeLong(0);
        }
        refused(MediaProblem.DiskDamaged.class, care().verify(disk));
        ImageCheck check = known(disk).check();
        assertNotNull(check);
        assertEquals(ImageCheck.Verdict.DAMAGED, check.verdict());
    }

    @Test
    void aDiskOfNobodyGoesToTheTrashAndOneInUseStays() throws Exception {
        Path disk = care().create("scratch", SIZE).await().toRealPath();
        Machine web = machine("web", disk);
        MediaProblem.ImageInUse problem = refused(MediaProblem.ImageInUse.class, care().trash(disk));
        assertEquals(List.of("web"), problem.users());
        assertTrue(Files.exists(disk));
        web.delete().await();
        Path trash = care().trash(disk).await();
        assertFalse(Files.exists(disk));
        assertTrue(Files.exists(trash));
        assertTrue(trash.startsWith(paths.trash()));
    }

    @Test
    void aFileOfTheUsersIsNeverMoved() throws Exception {
        Path disk = disk(home.resolve("mine/a.qcow2"));
        machine("web", disk);
        refused(MediaProblem.ImageInUse.class, care().trash(disk));
        assertTrue(Files.exists(disk));
    }

    @Test
    void anImageOfTheLibraryGoesToTheTrashUnlessAMachineUsesIt() throws Exception {
        Path own = disk(home.resolve("mine/a.qcow2"));
        LibraryImage image = care().add(own, "Template", false).await();
        Path file = image.disk().orElseThrow();
        Machine web = machine("web", file);
        assertEquals(
                List.of("web"),
                refused(MediaProblem.ImageInUse.class, care().trash(file)).users());
        web.delete().await();
        care().trash(file).await();
        assertEquals(List.of(), engine.inventory().list());
        assertTrue(Files.exists(own));
    }

    @Test
    void anImportBecomesQcow2WhereThatIsAskedAndTheOriginalStays() throws Exception {
        Path raw = home.resolve("old.raw");
        byte[] content = new byte[1 << 20];
        new Random(3).nextBytes(content);
        Files.write(raw, content);
        LibraryImage image = care().add(raw, "Old", true).await();
        assertEquals(DiskFormat.QCOW2, image.diskFormat().orElseThrow());
        assertTrue(Arrays.equals(content, contentOf(image.disk().orElseThrow())), "the content is the same");
        assertTrue(Arrays.equals(content, Files.readAllBytes(raw)), "the original is as it was");
        assertEquals(
                ImageCheck.Verdict.VERIFIED,
                care().verify(image.disk().orElseThrow()).await().verdict());
        LibraryImage plain = care().add(raw, "Old as it is", false).await();
        assertEquals(DiskFormat.RAW, plain.diskFormat().orElseThrow());
    }

    @Test
    void aNewDiskNeedsANameThatAFileCanHaveAndReplacesNone() throws Exception {
        for (String name : List.of("", "  ", "a/b", ".hidden", "x".repeat(121), "a\nb")) {
            refused(CommandProblem.ArgumentInvalid.class, care().create(name, SIZE));
        }
        assertEquals(
                "🐧 data.qcow2",
                care().create("🐧 data", SIZE).await().getFileName().toString());
        refused(MediaProblem.FileExists.class, care().create("🐧 data", SIZE));
        refused(CommandProblem.ArgumentInvalid.class, care().create("none", ByteSize.ofMebibytes(0)));
        assertEquals(List.of("🐧 data.qcow2"), namesIn(paths.disks()));
    }

    @Test
    void aRawDiskThatWasPutThereStaysRawWhateverItsGuestWrites() throws Exception {
        Files.createDirectories(paths.disks());
        Path raw = paths.disks().resolve("guest.raw");
        engine.disks().create(home.resolve("forged.qcow2"), DiskFormat.QCOW2, SIZE);
        byte[] forged = Files.readAllBytes(home.resolve("forged.qcow2"));
        Files.write(raw, Arrays.copyOf(forged, forged.length / 512 * 512));
        assertEquals(DiskFormat.RAW, known(raw).format());
        Path beside = paths.disks().resolve("top.qcow2");
        engine.disks().create(home.resolve("mine.qcow2"), DiskFormat.QCOW2, SIZE);
        engine.disks().overlay(beside, home.resolve("mine.qcow2").toAbsolutePath(), DiskFormat.QCOW2, null);
        assertInstanceOf(
                MediaProblem.ReferenceRefused.class,
                known(beside).problem(),
                "what lies there builds on nothing elsewhere");
    }

    @Test
    void aCdThatIsCutOffIsFoundAndNotesAreNoImages() throws Exception {
        Files.createDirectories(paths.disks());
        Path cd = paths.disks().resolve("a.iso");
        byte[] image = new byte[2048 * 20];
        image[16 * 2048] = 1;
        System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, image, 16 * 2048 + 1, 5);
        image[16 * 2048 + 6] = 1;
        image[16 * 2048 + 80] = 100;
        image[16 * 2048 + 129] = 8;
        image[17 * 2048] = (byte) 255;
        System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, image, 17 * 2048 + 1, 5);
        Files.write(cd, image);
        Files.writeString(paths.disks().resolve("notes.txt"), "no image");
        MachineSpec spec =
                MachineSpec.named("live").addCd(new CdSpec("cd0", cd)).build();
        engine.machines().create(spec, (folder, progress) -> {}).await();
        assertEquals(
                List.of(KnownImage.Kind.CD),
                engine.inventory().list().stream().map(KnownImage::kind).toList());
        assertEquals(List.of("live"), known(cd).users());
        MediaProblem.CdCutOff problem = refused(MediaProblem.CdCutOff.class, care().verify(cd));
        assertEquals(100 * 2048, problem.wholeBytes());
        refused(MediaProblem.NotADisk.class, care().compact(cd));
    }

    @Test
    void aBrokenImageOfTheLibraryIsListedAndCanBeDeleted() throws Exception {
        Path folder = Files.createDirectories(paths.images().resolve("half"));
        Files.writeString(folder.resolve("image.json"), "{");
        KnownImage broken = engine.inventory().list().getFirst();
        assertInstanceOf(MediaProblem.ImageBroken.class, broken.problem());
        refused(MediaProblem.ImageBroken.class, care().verify(broken.file()));
        care().trash(broken.file()).await();
        assertEquals(List.of(), engine.inventory().list());
    }

    @Test
    void factsThatCameLaterStandForWhatTheyWereTakenOf() throws Exception {
        Path own = disk(home.resolve("mine/a.qcow2"));
        LibraryImage image =
                engine.images().add(own, ImageFacts.of("Early", "", "mine", Instant.EPOCH), Progress.none());
        ImageCheck check = known(image.disk().orElseThrow()).check();
        assertNotNull(check);
        assertEquals(ImageCheck.Verdict.VERIFIED, check.verdict());
    }
}
