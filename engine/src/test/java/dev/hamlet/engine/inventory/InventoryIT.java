package dev.hamlet.engine.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What there is: disks and images with their users, chains and faults. */
@Tag("real")
@Timeout(120)
class InventoryIT extends ImageFixture {
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
