package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CdImagesTest {
    private final CdImages images = new CdImages();

    @TempDir
    Path folder;

    private CdInfo inspect(IsoSample sample) throws Exception {
        return images.inspect(Samples.write(folder.resolve("cd.iso"), sample.bytes()));
    }

    @Test
    void theVolumeDescriptorIsRead() throws Exception {
        CdInfo info = inspect(new IsoSample()
                .primary("Debian 12.5.0 amd64 n", "LINUX", "PUBLISHER", "XORRISO-1.5.4", "APP", 200)
                .joliet()
                .end());
        assertEquals("Debian 12.5.0 amd64 n", info.volumeId());
        assertEquals("LINUX", info.systemId());
        assertEquals("PUBLISHER", info.publisher());
        assertEquals("XORRISO-1.5.4", info.preparer());
        assertEquals("APP", info.application());
        assertEquals(200 * 2048, info.volumeBytes());
        assertTrue(info.joliet());
        assertFalse(info.udf());
        assertFalse(info.isTruncated());
        assertEquals(List.of(), info.boot());
    }

    @Test
    void aFileThatIsShorterThanItsVolumeIsTruncated() throws Exception {
        assertTrue(
                inspect(new IsoSample().primary("X", "", "", "", "", 301).end()).isTruncated());
    }

    @Test
    void theBootCatalogueTellsBiosFromUefi() throws Exception {
        CdInfo both = inspect(new IsoSample()
                .primary("BOTH")
                .bootRecord(22)
                .end()
                .catalogue(
                        22,
                        0,
                        IsoSample.entry(true, 613, 4),
                        IsoSample.section(true, 0xEF, 1),
                        IsoSample.entry(true, 700, 5760)));
        assertTrue(both.bootsBios());
        assertTrue(both.bootsUefi());
        assertEquals(
                new CdInfo.BootEntry(CdInfo.Platform.UEFI, true, 700, 5760),
                both.boot().getLast());

        CdInfo uefi = inspect(
                new IsoSample().primary("U").bootRecord(22).end().catalogue(22, 0xEF, IsoSample.entry(true, 1, 1)));
        assertFalse(uefi.bootsBios());
        assertTrue(uefi.bootsUefi());

        CdInfo neither = inspect(
                new IsoSample().primary("N").bootRecord(22).end().catalogue(22, 0, IsoSample.entry(false, 1, 1)));
        assertFalse(neither.bootsBios());
    }

    @Test
    void extensionsOfBootEntriesAreSkipped() throws Exception {
        CdInfo info = inspect(new IsoSample()
                .primary("E")
                .bootRecord(22)
                .end()
                .catalogue(
                        22,
                        0,
                        IsoSample.entry(true, 1, 1),
                        IsoSample.section(false, 1, 1),
                        IsoSample.entry(true, 2, 2),
                        IsoSample.extension(),
                        IsoSample.extension(),
                        IsoSample.section(true, 0xEF, 1),
                        IsoSample.entry(true, 3, 3)));
        assertEquals(3, info.boot().size());
        assertTrue(info.bootsUefi());
    }

    @Test
    void aUdfDiscWithoutIso9660HasALabelToo() throws Exception {
        CdInfo info = inspect(new IsoSample().udf().udfLabel("ÜBUNG", false));
        assertTrue(info.udf());
        assertEquals("ÜBUNG", info.volumeId());
        assertEquals("日本語", inspect(new IsoSample().udf().udfLabel("日本語", true)).volumeId());
        assertEquals("", inspect(new IsoSample().udf()).volumeId());
    }

    @Test
    void whatCouldDisturbATerminalIsReplaced() throws Exception {
        assertEquals(
                "A\uFFFD[2JB",
                inspect(new IsoSample().primary("A\u001b[2JB").end()).volumeId());
    }

    @Test
    void whatIsNoCdIsTold() throws Exception {
        Path raw = Samples.write(folder.resolve("raw.iso"), new byte[40 * 2048]);
        assertEquals(
                new MediaProblem.NotACd(raw), Samples.problem(MediaProblem.NotACd.class, () -> images.inspect(raw)));
        Path small = Samples.write(folder.resolve("small.iso"), "CD001");
        Samples.problem(MediaProblem.NotACd.class, () -> images.inspect(small));
        Samples.problem(MediaProblem.NotACd.class, () -> images.inspect(folder));
        Path gone = folder.resolve("gone.iso");
        assertEquals(
                new MediaProblem.CdMissing("", gone),
                Samples.problem(MediaProblem.CdMissing.class, () -> images.inspect(gone)));
        assertFalse(images.isCd(raw));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            iso-detect/fakemedia/fake-f26-netinst.iso, Fedora-WS-dvd-x86_64-26
            iso-detect/fakemedia/fake-f29-live.iso, Fedora-WS-Live-29
            iso-detect/fakemedia/fake-fedora17-tree.iso, CDROM
            iso-detect/fakemedia/fake-no-osinfo.iso, CDROM
            qcow2-etc/dfvfs/iso9660.raw, CDROM
            qcow2-etc/multipass-seed/cloud-init.iso, cidata
            """)
    void publicSamplesAreRead(String name, String label) throws Exception {
        CdInfo info = images.inspect(Corpus.at(name));
        assertEquals(label, info.volumeId());
        assertFalse(info.isTruncated());
    }

    @Test
    void headersOfPublishedDiscsAreReadBackAsOthersReadThem() throws Exception {
        List<Path> dumps;
        try (Stream<Path> files = Files.walk(Corpus.at("iso-detect/isodata"))) {
            dumps = files.filter(file -> file.toString().endsWith(".txt")).toList();
        }
        assertFalse(dumps.isEmpty());
        for (Path dump : dumps) {
            Map<String, String> said = read(dump);
            int blocks = (int) Long.parseLong(said.getOrDefault("Volume size is", "0"));
            IsoSample sample = new IsoSample()
                    .primary(
                            said.getOrDefault("Volume id", ""),
                            said.getOrDefault("System id", ""),
                            said.getOrDefault("Publisher id", ""),
                            said.getOrDefault("Data preparer id", ""),
                            said.getOrDefault("Application id", ""),
                            blocks)
                    .end();
            CdInfo info = images.inspect(Samples.write(folder.resolve("cd.iso"), sample.beginning()));
            assertEquals(said.getOrDefault("Volume id", "").strip(), info.volumeId(), dump.toString());
            assertEquals(said.getOrDefault("Publisher id", "").strip(), info.publisher(), dump.toString());
            assertEquals(Integer.toUnsignedLong(blocks) * 2048, info.volumeBytes(), dump.toString());
        }
    }

    private static Map<String, String> read(Path dump) throws Exception {
        Map<String, String> said = new TreeMap<>();
        for (String line :
                Files.readString(dump, StandardCharsets.UTF_8).lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                said.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 2));
            }
        }
        return said;
    }

    private Map<String, String> peek(byte[] image, String... paths) throws Exception {
        return images.peek(Samples.write(folder.resolve("cd.iso"), image), List.of(paths));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filesAreFoundByTheirNamesInTheTree(boolean rockRidge) throws Exception {
        byte[] image = new IsoSample()
                .primary("TREE")
                .files(Map.of("EFI/BOOT/BOOTX64.EFI", "MZ", "treeinfo", "[general]\n", "live/x", ""), rockRidge)
                .end()
                .bytes();
        assertEquals(
                Map.of("efi/boot/bootx64.efi", "MZ", "treeinfo", "[general]\n", "live", ""),
                peek(image, "efi/boot/bootx64.efi", "treeinfo", "live", "efi/boot/bootaa64.efi", "treeinfo/x", ""));
    }

    @Test
    void namesThatPlainIsoCannotHaveAreThoseOfRockRidge() throws Exception {
        byte[] image = new IsoSample()
                .primary("TREE")
                .files(Map.of(".disk/info", "Debian GNU/Linux 12.5.0"), true)
                .end()
                .bytes();
        assertEquals(Map.of(".disk/info", "Debian GNU/Linux 12.5.0"), peek(image, ".disk/info"));
    }

    @Test
    void onlyTheBeginningOfAFileIsRead() throws Exception {
        byte[] image = new IsoSample()
                .primary("TREE")
                .files(Map.of("long", "x".repeat(9000)), true)
                .end()
                .bytes();
        assertEquals("x".repeat(4096), peek(image, "long").get("long"));
    }

    @Test
    void aDirectoryThatClaimsToBeHugeOrToHoldItselfIsReadToItsEnd() throws Exception {
        IsoSample sample = new IsoSample().primary("LIES").end();
        byte[] image = sample.bytes();
        // The root says that it has 4 GiB, and its entry "a" is the root again.
        System.arraycopy(IsoSample.record("\0", 100, -1, true, false), 0, image, 16 * 2048 + 156, 34);
        byte[] loop = IsoSample.record("a", 100, -1, true, false);
        System.arraycopy(loop, 0, image, 100 * 2048, loop.length);
        String deep = "a/".repeat(5000) + "b";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertEquals(Map.of(), peek(image, deep)));
    }

    @Test
    void aDirectoryOfAMillionNamesIsReadInPart() throws Exception {
        byte[] image = Arrays.copyOf(new IsoSample().primary("HUGE").end().bytes(), 8 << 20);
        System.arraycopy(IsoSample.record("\0", 100, 7 << 20, true, false), 0, image, 16 * 2048 + 156, 34);
        byte[] entry = IsoSample.record("aa", 90, 1, false, false);
        for (int sector = 100; sector < (7 << 20) / 2048; sector++) {
            for (int i = 0; i + entry.length <= 2048; i += entry.length) {
                System.arraycopy(entry, 0, image, sector * 2048 + i, entry.length);
            }
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertEquals(Map.of("aa", "\0"), peek(image, "aa", "bb")));
    }

    @Test
    void aTreeThatPointsOutOfTheFileIsEmpty() throws Exception {
        byte[] image = new IsoSample().primary("OUT").end().bytes();
        System.arraycopy(IsoSample.record("\0", -1, 2048, true, false), 0, image, 16 * 2048 + 156, 34);
        assertEquals(Map.of(), peek(image, "a"));
        byte[] none = new IsoSample().primary("NONE").end().bytes();
        assertEquals(Map.of(), peek(none, "a"));
        Path raw = Samples.write(folder.resolve("raw.iso"), new byte[40 * 2048]);
        Samples.problem(MediaProblem.NotACd.class, () -> images.peek(raw, List.of("a")));
    }

    @Test
    void filesOfAPublicSampleAreFound() throws Exception {
        Map<String, String> found =
                images.peek(Corpus.at("iso-detect/fakemedia/fake-fedora17-tree.iso"), List.of(".treeinfo", "nothing"));
        assertEquals(List.of(".treeinfo"), List.copyOf(found.keySet()));
        assertTrue(found.getOrDefault(".treeinfo", "").contains("family = Fedora"), found.toString());
    }

    @Test
    void anyTreeGivesAnAnswerOrAProblemAndNothingElse() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] base = new IsoSample()
                .primary("FUZZ")
                .files(Map.of(".disk/info", "x", "efi/boot/bootx64.efi", "y", "live/a", ""), true)
                .joliet()
                .end()
                .bytes();
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 1000; round++) {
                byte[] image = base.clone();
                for (int i = random.nextInt(20); i >= 0; i--) {
                    int place = random.nextInt(4) == 0
                            ? 16 * 2048 + 128 + random.nextInt(64)
                            : (100 + random.nextInt(6)) * 2048 + random.nextInt(128);
                    image[place] = (byte) random.nextInt();
                }
                try {
                    assertNotNull(peek(image, ".disk/info", "efi/boot/bootx64.efi", "live"));
                } catch (ProblemException expected) {
                    assertNotNull(expected.problem());
                } catch (RuntimeException e) {
                    fail("seed " + seed + ", round " + round, e);
                }
            }
        });
    }

    @Test
    void anyBytesGiveAnAnswerOrAProblemAndNothingElse() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] base = new IsoSample()
                .primary("FUZZ")
                .joliet()
                .bootRecord(30)
                .udf()
                .end()
                .catalogue(30, 0, IsoSample.entry(true, 1, 1), IsoSample.section(false, 0xEF, 65535))
                .udfLabel("FUZZ", false)
                .bytes();
        byte[] udf = new IsoSample().udf().udfLabel("FUZZ", true).bytes();
        int[] places = {16 * 2048, 18 * 2048, 30 * 2048, 256 * 2048, 260 * 2048};
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 1000; round++) {
                byte[] image = (random.nextBoolean() ? base : udf).clone();
                for (int i = random.nextInt(20); i >= 0; i--) {
                    image[places[random.nextInt(places.length)] + random.nextInt(256)] = (byte) random.nextInt();
                }
                int length = random.nextInt(4) == 0 ? random.nextInt(image.length) : image.length;
                Path file = Samples.write(folder.resolve("fuzz.iso"), Arrays.copyOf(image, length));
                try {
                    assertNotNull(images.inspect(file).boot());
                } catch (ProblemException expected) {
                    assertNotNull(expected.problem());
                } catch (RuntimeException e) {
                    fail("seed " + seed + ", round " + round, e);
                }
            }
        });
    }
}
