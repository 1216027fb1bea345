package dev.hamlet.engine.image.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.image.tar.TarEntry.Facts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
    private static final TarLimits LIMITS = new TarLimits(1000, 1 << 24, 4095, 100);

    private static TarReader reader(byte[] archive) {
        return new TarReader(new ByteArrayInputStream(archive), LIMITS);
    }

    private static List<TarEntry> all(byte[] archive) throws IOException {
        TarReader reader = reader(archive);
        List<TarEntry> all = new ArrayList<>();
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            all.add(entry);
        }
        assertNull(reader.next());
        return all;
    }

    private static byte[] content(TarReader reader, int size) throws IOException {
        byte[] content = new byte[size];
        reader.content((position, buffer, length) -> System.arraycopy(buffer, 0, content, (int) position, length));
        return content;
    }

    private static byte[] written(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        writing.write(writer);
        writer.finish();
        return out.toByteArray();
    }

    private interface Writing {
        void write(TarWriter writer) throws IOException;
    }

    @Test
    void allKindsComeBackAsTheyWereWritten() throws IOException {
        ByteText odd = ByteText.of(new byte[] {'b', (byte) 0xff, (byte) 0x80, '\n'});
        Map<ByteText, ByteText> attributes = new LinkedHashMap<>();
        attributes.put(
                ByteText.of("security.capability"),
                ByteText.of(new byte[] {1, 0, 0, 2, (byte) 0x80, (byte) 0xff, 0, '\n', '=', 0}));
        attributes.put(ByteText.of("user.empty"), ByteText.of(""));
        Facts rich = new Facts(odd, 04755, 2_147_483_999L, 4_294_967_294L, -7, 5, attributes);
        Facts longName = Facts.of("d/".repeat(99) + "n".repeat(200), 0644);
        List<TarEntry> entries = List.of(
                new TarEntry.Folder(Facts.of("folder/", 01777)),
                new TarEntry.SymbolicLink(rich, ByteText.of("../".repeat(200) + "x")),
                new TarEntry.HardLink(longName, ByteText.of("somewhere")),
                new TarEntry.Device(Facts.of("tty", 0620), false, 4, 64),
                new TarEntry.Device(Facts.of("disk", 0660), true, 8, 300_000),
                new TarEntry.Pipe(Facts.of("pipe", 0600)));
        byte[] archive = written(writer -> {
            for (TarEntry entry : entries) {
                writer.entry(entry);
            }
            writer.file(rich, new byte[] {1, 2, 3});
        });
        TarReader reader = reader(archive);
        for (TarEntry entry : entries) {
            assertEquals(entry, reader.next());
        }
        TarEntry.RegularFile file = assertInstanceOf(TarEntry.RegularFile.class, reader.next());
        assertEquals(rich, file.facts());
        assertArrayEquals(new byte[] {1, 2, 3}, content(reader, 3));
        assertNull(reader.next());
    }

    @Test
    void contentThatNobodyReadsIsPassedOver() throws IOException {
        byte[] archive = written(writer -> {
            writer.file(Facts.of("a", 0644), new byte[70_000]);
            writer.file(Facts.of("b", 0644), "second".getBytes(UTF_8));
        });
        TarReader reader = reader(archive);
        assertNotNull(reader.next());
        TarEntry second = reader.next();
        assertEquals("b", second == null ? "" : second.name().toString());
        assertEquals("second", new String(content(reader, 6), UTF_8));
    }

    @Test
    void whatFollowsTheEndIsReadAndMeansNothing() throws IOException {
        byte[] archive = written(writer -> writer.file(Facts.of("a", 0644), new byte[1]));
        byte[] more = Arrays.copyOf(archive, archive.length + 20_000);
        more[more.length - 1] = 'x';
        ByteArrayInputStream in = new ByteArrayInputStream(more);
        TarReader reader = new TarReader(in, LIMITS);
        while (reader.next() != null) {
            // To the end.
        }
        reader.drain();
        assertEquals(0, in.available());
    }

    /** By offset: name, mode, size, checksum, magic. */
    private static byte[] header(String name, char type, long size, String magic) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000644\0");
        put(block, 108, "0000000\0");
        put(block, 116, "0000000\0");
        put(block, 124, String.format(java.util.Locale.ROOT, "%011o\0", size));
        put(block, 136, "00000000000\0");
        block[156] = (byte) type;
        put(block, 257, magic);
        return summed(block);
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] summed(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : block) {
            sum += one & 0xff;
        }
        put(block, 148, String.format(java.util.Locale.ROOT, "%06o\0 ", sum));
        return block;
    }

    private static final String POSIX = "ustar\00000";
    private static final String GNU = "ustar  \0";

    private static byte[] padded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static final byte[] END = new byte[1024];

    @Test
    void aFolderOfAnArchiveFromBeforePosixIsToldByItsSlash() throws IOException {
        List<TarEntry> entries = all(joined(header("old/", '\0', 0, ""), header("old/file", '\0', 0, ""), END));
        assertInstanceOf(TarEntry.Folder.class, entries.getFirst());
        assertInstanceOf(TarEntry.RegularFile.class, entries.getLast());
    }

    @Test
    void longNamesOfGnuTakeThePlaceOfShortOnes() throws IOException {
        String name = "n/".repeat(80) + "file";
        String target = "t/".repeat(80) + "target";
        byte[] archive = joined(
                header("././@LongLink", 'K', target.length() + 1, GNU),
                padded(target + "\0"),
                header("././@LongLink", 'L', name.length() + 1, GNU),
                padded(name + "\0"),
                header("cut", '2', 0, GNU),
                END);
        assertEquals(
                List.of(new TarEntry.SymbolicLink(
                        new Facts(ByteText.of(name), 0644, 0, 0, 0, 0, Map.of()), ByteText.of(target))),
                all(archive));
    }

    @Test
    void aPrefixStandsBeforeTheNameInPosixAlone() throws IOException {
        byte[] posix = header("file", '0', 0, POSIX);
        put(posix, 345, "some/folder");
        byte[] gnu = header("file", '0', 0, GNU);
        put(gnu, 345, "00000000000");
        List<TarEntry> entries = all(joined(summed(posix), summed(gnu), END));
        assertEquals("some/folder/file", entries.getFirst().name().toString());
        assertEquals("file", entries.getLast().name().toString());
    }

    @Test
    void numbersOfBase256AreReadAndThoseBeyondReasonRefused() throws IOException {
        byte[] big = header("file", '0', 0, GNU);
        put(big, 108, "\200\0\0\0\200\0\1\137");
        byte[] negative = header("file", '0', 0, GNU);
        put(negative, 136, "\377\377\377\377\377\377\377\377\377\377\377\376");
        List<TarEntry> entries = all(joined(summed(big), summed(negative), END));
        assertEquals(2_147_483_999L, entries.getFirst().facts().uid());
        assertEquals(-2, entries.getLast().facts().modifiedSeconds());

        byte[] size = header("file", '0', 0, GNU);
        put(size, 124, "\200\1\0\0\0\0\0\0\0\0\0\0");
        assertThrows(TarViolation.class, () -> all(joined(summed(size), END)));
        byte[] below = header("file", '0', 0, GNU);
        put(below, 124, "\377\377\377\377\377\377\377\377\377\377\377\377");
        assertThrows(TarViolation.class, () -> all(joined(summed(below), END)));
        byte[] nobody = header("file", '0', 0, GNU);
        put(nobody, 108, "\200\0\0\0\377\377\377\377");
        TarViolation refused = assertThrows(TarViolation.class, () -> all(joined(summed(nobody), END)));
        assertTrue(String.valueOf(refused.getMessage()).contains("4294967295"), refused.getMessage());
    }

    @Test
    void globalRecordsHoldUntilTheyAreTakenBack() throws IOException {
        byte[] archive = joined(
                header("g", 'g', 10, POSIX),
                padded("10 uid=77\n"),
                header("a", '0', 0, POSIX),
                header("x", 'x', 8, POSIX),
                padded("8 uid=5\n"),
                header("b", '0', 0, POSIX),
                header("c", '0', 0, POSIX),
                header("x", 'x', 7, POSIX),
                padded("7 uid=\n"),
                header("d", '0', 0, POSIX),
                END);
        List<Long> uids = all(archive).stream().map(one -> one.facts().uid()).toList();
        assertEquals(List.of(77L, 5L, 77L, 0L), uids);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000, 0",
        "1700000000.5, 1700000000, 500000000",
        "-1.25, -2, 750000000",
        "0.1234567899999, 0, 123456789",
        "-3, -3, 0",
    })
    void timesAreExactAlsoBefore1970(String text, long seconds, int nanos) throws TarViolation {
        PaxTime time = PaxTime.parse(text, 0);
        assertEquals(new PaxTime(seconds, nanos), time);
        assertEquals(time, PaxTime.parse(time.toString(), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1e9", "1.2.3", "--1", "99999999999999999999", "+1"})
    void whatIsNoTimeIsRefused(String text) {
        assertThrows(TarViolation.class, () -> PaxTime.parse(text, 0));
    }

    @Test
    void sparseFilesOfAllFourFormsHaveTheirContentWhereItBelongs() throws IOException {
        byte[] old = header("file", 'S', 6, GNU);
        put(old, 386, "00000001000\0" + "00000000003\0" + "00000002000\0" + "00000000003\0");
        put(old, 483, "00000003000\0");
        byte[] oldArchive = joined(summed(old), padded("abcdef"), END);
        String v00 = pax("GNU.sparse.size=1536")
                + pax("GNU.sparse.numblocks=2")
                + pax("GNU.sparse.offset=512")
                + pax("GNU.sparse.numbytes=3")
                + pax("GNU.sparse.offset=1024")
                + pax("GNU.sparse.numbytes=3");
        String v01 = pax("GNU.sparse.size=1536")
                + pax("GNU.sparse.numblocks=2")
                + pax("GNU.sparse.map=512,3,1024,3")
                + pax("GNU.sparse.name=file");
        String v10 = pax("GNU.sparse.major=1")
                + pax("GNU.sparse.minor=0")
                + pax("GNU.sparse.name=file")
                + pax("GNU.sparse.realsize=1536");
        List<byte[]> archives = List.of(
                oldArchive,
                sparse(v00, padded("abcdef"), 6),
                sparse(v01, padded("abcdef"), 6),
                sparse(v10, joined(padded("2\n512\n3\n1024\n3\n"), padded("abcdef")), 518));
        for (byte[] archive : archives) {
            TarReader reader = reader(archive);
            TarEntry.RegularFile file = assertInstanceOf(TarEntry.RegularFile.class, reader.next());
            assertEquals(1536, file.size());
            assertEquals("file", file.name().toString());
            assertEquals(List.of(new TarEntry.Piece(512, 3), new TarEntry.Piece(1024, 3)), file.pieces());
            byte[] content = content(reader, 1536);
            assertEquals("abc", new String(content, 512, 3, UTF_8));
            assertEquals("def", new String(content, 1024, 3, UTF_8));
            assertEquals(0, content[0]);
            assertNull(reader.next());
        }
    }

    private static byte[] sparse(String records, byte[] data, long size) {
        return joined(
                header("x", 'x', records.length(), POSIX),
                padded(records),
                header("file", '0', size, POSIX),
                data,
                END);
    }

    private static String pax(String record) {
        int length = record.length() + 3;
        while (Integer.toString(length).length() + record.length() + 2 != length) {
            length++;
        }
        return length + " " + record + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "512,3,100,3",
                "512,3,513,3",
                "0,2000",
                "512,3",
                "512,3,1024,4",
                "512",
                "x,3,1024,3",
                "-1,3,4,3",
                ""
            })
    void aMapThatNoFileCanHaveIsRefused(String map) {
        String records = pax("GNU.sparse.size=1536") + pax("GNU.sparse.map=" + map);
        assertThrows(TarViolation.class, () -> all(sparse(records, padded("abcdef"), 6)));
    }

    @Test
    void attributesOfLibarchiveAreDecodedAndThoseOfStarCountMore() throws IOException {
        String records = pax("LIBARCHIVE.xattr.user.one%20two=AP8K")
                + pax("LIBARCHIVE.xattr.user.both=AAAA")
                + pax("SCHILY.xattr.user.both=b");
        byte[] archive =
                joined(header("x", 'x', records.length(), POSIX), padded(records), header("file", '0', 0, POSIX), END);
        Map<ByteText, ByteText> attributes = all(archive).getFirst().facts().attributes();
        assertEquals(
                Map.of(
                        ByteText.of("user.one two"),
                        ByteText.of(new byte[] {0, (byte) 0xff, '\n'}),
                        ByteText.of("user.both"),
                        ByteText.of("b")),
                attributes);
    }

    @Test
    void limitsAreKept() throws IOException {
        byte[] names = joined(header("a".repeat(100), '0', 0, POSIX), END);
        assertThrows(
                TarViolation.class,
                () -> new TarReader(new ByteArrayInputStream(names), new TarLimits(9, 9000, 99, 9)).next());
        byte[] deep = joined(header("a/b/c/d", '0', 0, POSIX), END);
        assertThrows(
                TarViolation.class,
                () -> new TarReader(new ByteArrayInputStream(deep), new TarLimits(9, 9000, 99, 3)).next());
        byte[] large = joined(header("a", '0', 1 << 20, POSIX), END);
        assertThrows(
                TarViolation.class,
                () -> new TarReader(new ByteArrayInputStream(large), new TarLimits(9, 9000, 99, 9)).next());
        byte[] three = joined(header("a", '0', 0, POSIX), header("b", '0', 0, POSIX), header("c", '0', 0, POSIX), END);
        TarReader two = new TarReader(new ByteArrayInputStream(three), new TarLimits(2, 9000, 99, 9));
        assertNotNull(two.next());
        assertNotNull(two.next());
        assertThrows(TarViolation.class, two::next);
        // A header that speaks of the next entry, again and again, is no way to hold a reader for ever.
        byte[] again = new byte[0];
        for (int i = 0; i < 40; i++) {
            again = joined(again, header("x", 'x', 8, POSIX), padded("8 uid=5\n"));
        }
        byte[] endless = again;
        assertThrows(TarViolation.class, () -> all(endless));
    }

    @Test
    void everyCutIsSaid() throws IOException {
        byte[] archive = written(writer -> {
            writer.file(Facts.of("a", 0644), new byte[700]);
            writer.entry(new TarEntry.SymbolicLink(Facts.of("n".repeat(200), 0777), ByteText.of("x")));
        });
        int whole = 0;
        for (int length = 0; length < archive.length; length++) {
            try {
                int entries = all(Arrays.copyOf(archive, length)).size();
                assertTrue(length % 512 == 0, "cut at " + length);
                whole += entries == 2 ? 1 : 0;
            } catch (TarViolation cut) {
                assertTrue(String.valueOf(cut.getMessage()).matches(".*(cut off|empty).*"), cut.getMessage());
            }
        }
        assertEquals(2, whole, "an archive may end without its blank blocks");
    }

    @Test
    void aBlankBlockInTheMiddleIsNoEnd() {
        byte[] archive = joined(header("a", '0', 0, POSIX), new byte[512], header("b", '0', 0, POSIX), END);
        assertThrows(TarViolation.class, () -> all(archive));
    }

    /** Whatever the bytes are: an end, within a time, in bounded memory, and no failure of another kind. */
    @Test
    void damagedBytesAreReadOrRefusedAndNothingElse() throws IOException {
        String records = pax("GNU.sparse.size=1536") + pax("GNU.sparse.map=512,3,1024,3");
        byte[] old = header("file", 'S', 6, GNU);
        put(old, 386, "00000001000\0" + "00000000003\0" + "00000002000\0" + "00000000003\0");
        old[482] = 1;
        put(old, 483, "00000003000\0");
        byte[] sample = joined(
                written(writer -> {
                    writer.file(
                            new Facts(
                                    ByteText.of("n".repeat(300)),
                                    0644,
                                    1L << 31,
                                    1,
                                    5,
                                    6,
                                    Map.of(ByteText.of("user.x"), ByteText.of("value"))),
                            new byte[600]);
                    writer.entry(new TarEntry.Device(Facts.of("d", 0600), true, 8, 1));
                }),
                new byte[0]);
        byte[] all = joined(
                Arrays.copyOf(sample, sample.length - 1024),
                summed(old),
                new byte[512],
                padded("abcdef"),
                header("././@LongLink", 'L', 200, GNU),
                padded("n".repeat(199) + "\0"),
                header("cut", '2', 0, GNU),
                sparse(records, padded("abcdef"), 6));
        Random random = new Random(20261129);
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < 20_000; round++) {
                byte[] bytes = all.clone();
                int changes = 1 + random.nextInt(4);
                for (int i = 0; i < changes; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                // The checksums made right again, or nearly all would be refused by them.
                for (int at = 0; at + 512 <= bytes.length; at += 512) {
                    if (random.nextInt(3) > 0 && bytes[at + 148] != 0) {
                        byte[] block = Arrays.copyOfRange(bytes, at, at + 512);
                        System.arraycopy(summed(block), 0, bytes, at, 512);
                    }
                }
                try {
                    TarReader reader = reader(bytes);
                    while (reader.next() != null) {
                        reader.content((position, buffer, length) -> assertTrue(position >= 0 && length > 0));
                    }
                } catch (TarViolation refused) {
                    assertTrue(refused.getMessage() != null);
                }
            }
        });
    }
}
