package dev.hamlet.engine.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.MediaProblem;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is imported, verified and thrown away. */
@Tag("real")
@Timeout(120)
class ImageCareIT extends ImageFixture {
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
}
