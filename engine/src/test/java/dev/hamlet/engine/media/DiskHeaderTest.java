package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskHeaderTest {
    @TempDir
    Path folder;

    private Path file(byte[] content) throws Exception {
        return Samples.write(folder.resolve("disk"), content);
    }

    private Path text(String content) throws Exception {
        return Samples.write(folder.resolve("disk"), content);
    }

    private static byte[] padded(String begin, int length) {
        return ByteBuffer.allocate(length)
                .put(begin.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    @Test
    void formatsAreToldByTheirMagicWhateverTheNameSays() throws Exception {
        assertEquals(
                DiskFormat.QCOW2,
                DiskHeader.read(file(Samples.qcow2(null, null))).format());
        assertEquals(
                DiskFormat.VHDX, DiskHeader.read(file(padded("vhdxfile", 4096))).format());
        assertEquals(
                DiskFormat.VPC, DiskHeader.read(file(padded("conectix", 4096))).format());
        assertEquals(
                DiskFormat.RAW,
                DiskHeader.read(file(padded("\u00ebc\u0090", 4096))).format());
        byte[] vdi = padded("<<< Oracle VM VirtualBox Disk Image >>>\n", 4096);
        ByteBuffer.wrap(vdi).order(ByteOrder.LITTLE_ENDIAN).putInt(0x40, 0xbeda107f);
        assertEquals(DiskFormat.VDI, DiskHeader.read(file(vdi)).format());
        byte[] vmdk = padded("KDMV", 4096);
        ByteBuffer.wrap(vmdk).order(ByteOrder.LITTLE_ENDIAN).putLong(12, 20480);
        assertEquals(DiskFormat.VMDK, DiskHeader.read(file(vmdk)).format());
    }

    @Test
    void aFixedVhdIsToldByItsFooterOnlyWithTheRightChecksum() throws Exception {
        ByteBuffer disk = ByteBuffer.allocate(4096 + 512);
        disk.position(4096).put("conectix".getBytes(StandardCharsets.US_ASCII));
        disk.putInt(4096 + 60, 2);
        int sum = 0;
        for (int i = 4096; i < 4096 + 512; i++) {
            sum += disk.get(i) & 0xff;
        }
        assertEquals(DiskFormat.RAW, DiskHeader.read(file(disk.array())).format());
        disk.putInt(4096 + 64, ~sum);
        assertEquals(DiskFormat.VPC, DiskHeader.read(file(disk.array())).format());
    }

    @Test
    void aRawDiskStaysRawWhateverItsGuestWrote() throws Exception {
        Path disk = file(Samples.qcow2("/etc/shadow", "raw"));
        DiskHeader header = DiskHeader.read(disk, DiskFormat.RAW);
        assertEquals(DiskFormat.RAW, header.format());
        assertNull(header.backing());
    }

    @Test
    void anotherFormatThanRecordedIsNamed() throws Exception {
        Path disk = file(padded("vhdxfile", 4096));
        assertEquals(
                new MediaProblem.DiskFormatWrong(disk, "vhdx", "qcow2"),
                Samples.problem(MediaProblem.DiskFormatWrong.class, () -> DiskHeader.read(disk, DiskFormat.QCOW2)));
    }

    @Test
    void aMissingFileAFolderAndAnEmptyFileAreNoDisks() throws Exception {
        Path missing = folder.resolve("gone.qcow2");
        assertEquals(
                missing,
                Samples.problem(MediaProblem.DiskMissing.class, () -> DiskHeader.read(missing))
                        .file());
        Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(folder));
        Path empty = file(new byte[0]);
        Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(empty));
        // QEMU would wait for ever for the rest of a sector, and any text would be a disk.
        Path text = Samples.write(folder.resolve("notes.txt"), "hello");
        Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(text));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '\u001f\u008b\u0008', gzip
            '\u00fd7zXZ\u0000', xz
            '(\u00b5/\u00fd', zstd
            'BZh9', bzip2
            'PK\u0003\u0004', zip
            '<!DOCTYPE html><html>', web page
            '<HTML>', web page
            'QED\u0000', QED
            """)
    void whatIsSurelySomethingElseIsNotTakenForRaw(String begin, String said) throws Exception {
        Path disk = file(padded(begin, 4096));
        String why = Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(disk))
                .why();
        assertTrue(why.contains(said), why);
    }

    @Test
    void anApplianceArchiveIsNotTakenForRaw() throws Exception {
        byte[] tar = new byte[10240];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        Path disk = file(tar);
        Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(disk));
    }

    @Test
    void theBackingFileAndItsFormatAreReadAndNotOpened() throws Exception {
        Backing backing =
                DiskHeader.read(file(Samples.qcow2("base/Ü, 1%.img", "raw"))).backing();
        assertNotNull(backing);
        assertEquals("base/Ü, 1%.img", backing.reference());
        assertEquals(folder.resolve("base/Ü, 1%.img"), backing.file());
        assertEquals(DiskFormat.RAW, backing.format().orElseThrow());
    }

    @Test
    void aBackingFileWithoutFormatIsToldAsSuch() throws Exception {
        Backing backing = DiskHeader.read(file(Samples.qcow2("base.img", null))).backing();
        assertNotNull(backing);
        assertNull(backing.formatWord());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nbd://192.0.2.1/x",
                "nbd:localhost:10809",
                "json:{\"driver\":\"file\",\"filename\":\"/etc/shadow\"}",
                "https://example.org/disk",
                "fat:rw:/home",
                "file:/etc/shadow",
                "host_device:/dev/sda",
                "ssh://x/y",
                "a\0b"
            })
    void aReferenceThatIsNoNameOfAFileLeadsToNoFile(String reference) throws Exception {
        Backing backing = DiskHeader.read(file(Samples.qcow2(reference, "raw"))).backing();
        assertNotNull(backing);
        assertEquals(reference, backing.reference());
        assertNull(backing.file());
    }

    @Test
    void aReferenceInNoEncodingLeadsToNoFile() throws Exception {
        Path disk = file(Samples.qcow2(new byte[] {'a', (byte) 0xff, 'b'}, "raw", 0, null));
        Backing backing = DiskHeader.read(disk).backing();
        assertNotNull(backing);
        assertNull(backing.file());
    }

    @Test
    void aQcow2WhoseContentLiesInAnotherFileIsRefused() throws Exception {
        Path disk = file(Samples.qcow2(new byte[0], null, 1 << 2, "/etc/shadow"));
        assertEquals(
                new MediaProblem.ReferenceRefused(disk, "/etc/shadow"),
                Samples.problem(MediaProblem.ReferenceRefused.class, () -> DiskHeader.read(disk)));
    }

    @Test
    void damagedHeadersAreNoDisks() throws Exception {
        byte[] whole = Samples.qcow2("base", "raw");
        for (int length : new int[] {4, 20, 71, 103}) {
            Path disk = file(java.util.Arrays.copyOf(whole, length));
            Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(disk));
        }
        for (int version : new int[] {0, 1, 4, -1}) {
            ByteBuffer image = ByteBuffer.wrap(whole.clone()).putInt(4, version);
            Path disk = file(image.array());
            Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(disk));
        }
        Path bits = file(ByteBuffer.wrap(whole.clone()).putInt(20, 60).array());
        Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(bits));
        Path name = file(ByteBuffer.wrap(whole.clone()).putInt(16, 5000).array());
        Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(name));
        Path offset =
                file(ByteBuffer.wrap(whole.clone()).putLong(8, Long.MAX_VALUE).array());
        Samples.problem(MediaProblem.NotADisk.class, () -> DiskHeader.read(offset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RW 100 FLAT \"/etc/shadow\" 0",
                "RW 100 FLAT \"../secret.img\" 0",
                "RW 100 FLAT \"nbd://192.0.2.1/x\" 0",
                "RW\n 100\n FLAT\n \"/etc/shadow\" 0",
                "RW 100 FLAT\"/etc/shadow\" 0",
                "RW 100FLAT \"/etc/shadow\" 0",
                "RW +100 VMFS \"sub/../../x\" 0",
                "RW 100 VMFSSPARSE\"/dev/sda\"",
                "RW 100 SPARSE \"json:{}\""
            })
    void aVmdkWhoseExtentsLieElsewhereIsRefused(String extent) throws Exception {
        Path disk = text("# Disk DescriptorFile\nversion=1\nparentCID=ffffffff\n" + extent + "\n");
        Samples.problem(MediaProblem.ReferenceRefused.class, () -> DiskHeader.read(disk));
    }

    @Test
    void aVmdkWithTheDescriptorHiddenInItsHeaderIsReadToo() throws Exception {
        ByteBuffer image = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
        image.put("KDMV".getBytes(StandardCharsets.US_ASCII)).putLong(28, 4);
        image.position(4 * 512).put("RW 100 FLAT \"/etc/shadow\" 0\n".getBytes(StandardCharsets.US_ASCII));
        Path disk = file(image.array());
        Samples.problem(MediaProblem.ReferenceRefused.class, () -> DiskHeader.read(disk));
    }

    @Test
    void anExtentThatIsALinkOrHoldsADescriptorItselfIsRefused() throws Exception {
        Path disk = text("# Disk DescriptorFile\nversion=1\nRW 100 SPARSE \"part.vmdk\"\n");
        Path part = folder.resolve("part.vmdk");
        assertEquals(
                new MediaProblem.BackingMissing(disk, part),
                Samples.problem(MediaProblem.BackingMissing.class, () -> DiskHeader.read(disk)));
        Files.createSymbolicLink(part, Path.of("/etc/passwd"));
        Samples.problem(MediaProblem.ReferenceRefused.class, () -> DiskHeader.read(disk));
        Files.delete(part);
        Samples.write(part, padded("KDMV", 4096));
        Samples.problem(MediaProblem.ReferenceRefused.class, () -> DiskHeader.read(disk));
        ByteBuffer sparse = ByteBuffer.wrap(padded("KDMV", 4096)).order(ByteOrder.LITTLE_ENDIAN);
        Samples.write(part, sparse.putLong(12, 100).array());
        assertEquals(DiskFormat.VMDK, DiskHeader.read(disk).format());
    }

    @Test
    void theParentOfAVmdkIsFound() throws Exception {
        Path disk = text("# Disk DescriptorFile\nversion=1\nparentFileNameHint=\"base.vmdk\"\n");
        Backing backing = DiskHeader.read(disk).backing();
        assertNotNull(backing);
        assertEquals(folder.resolve("base.vmdk"), backing.file());
    }

    @Test
    void anyBytesGiveAHeaderOrAProblemAndNothingElse() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String vmdk = "# Disk DescriptorFile\nversion=1\nRW 100 SPARSE \"part.vmdk\"\nparentFileNameHint=\"b\"\n";
        List<byte[]> bases = List.of(
                Samples.qcow2("nbd://192.0.2.1/x", "raw"),
                Samples.qcow2("base.img", "qcow2"),
                padded(vmdk, 2048),
                padded("KDMV", 8192),
                padded("conectix", 1024));
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 4000; round++) {
                byte[] image = bases.get(random.nextInt(bases.size())).clone();
                for (int i = random.nextInt(12); i >= 0; i--) {
                    image[random.nextInt(Math.min(image.length, 400))] = (byte) random.nextInt();
                }
                Path disk = file(java.util.Arrays.copyOf(image, random.nextInt(image.length + 1)));
                try {
                    assertNotNull(DiskHeader.read(disk).format());
                } catch (ProblemException expected) {
                    assertNotNull(expected.problem());
                } catch (RuntimeException e) {
                    fail("seed " + seed + ", round " + round, e);
                }
            }
        });
    }
}
