package dev.hamlet.engine.image.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of GNU tar and of bsdtar, read by this reader; and archives of this writer, read by them. */
@Tag("real")
class RealArchivesIT {
    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path folder = Path.of("");

    private Path tree = Path.of("");
    private final String longName = "long-" + "ä".repeat(90);

    @BeforeEach
    void makeATree() throws Exception {
        tree = Files.createDirectory(folder.resolve("tree"));
        Path deep = Files.createDirectories(tree.resolve("deep/" + "d".repeat(80) + "/" + "e".repeat(80)));
        Files.writeString(deep.resolve(longName), "deep content");
        Files.writeString(tree.resolve("file"), "x".repeat(10_000));
        Files.setLastModifiedTime(
                tree.resolve("file"), FileTime.from(Instant.ofEpochSecond(1_600_000_000, 123_456_789)));
        Files.createLink(tree.resolve("hard"), tree.resolve("file"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("t".repeat(150)));
        try (RandomAccessFile sparse =
                new RandomAccessFile(tree.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(3 << 20);
            for (int i = 0; i < 12; i++) {
                sparse.seek((long) i << 18);
                sparse.write(i + 1);
            }
        }
        for (int i = 0; i < 12; i++) {
            // So many pieces that the map of the old form goes on in blocks of its own.
            Files.writeString(tree.resolve("small-" + i), "s");
        }
    }

    private void run(String program, String... arguments) throws Exception {
        assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        ProcessResult result = launcher.run(ProcessSpec.of(program, List.of(arguments)));
        assertEquals(0, result.code(), () -> List.of(arguments) + ": " + result.errorLines());
    }

    /** An entry with its content, byte by byte. */
    private record Read(TarEntry entry, ByteText content) {}

    private static Read in(Map<String, Read> all, String name) {
        return Optional.ofNullable(all.get(name))
                .orElseThrow(() -> new AssertionError(name + " is not in " + all.keySet()));
    }

    private Map<String, Read> read(Path archive) throws IOException {
        Map<String, Read> all = new TreeMap<>();
        try (InputStream in = Files.newInputStream(archive)) {
            TarReader reader = new TarReader(in, TarLimits.LAYER);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                byte[] content = new byte[entry instanceof TarEntry.RegularFile file ? (int) file.size() : 0];
                reader.content(
                        (position, buffer, length) -> System.arraycopy(buffer, 0, content, (int) position, length));
                String name = entry.name().toString();
                all.put(
                        name.endsWith("/") ? name.substring(0, name.length() - 1) : name,
                        new Read(entry, ByteText.of(content)));
            }
        }
        return all;
    }

    private void assertWhole(Map<String, Read> all) throws IOException {
        String deep = "tree/deep/" + "d".repeat(80) + "/" + "e".repeat(80) + "/" + longName;
        assertEquals(ByteText.of("deep content"), in(all, deep).content());
        assertEquals(
                ByteText.of(Files.readAllBytes(tree.resolve("sparse"))),
                in(all, "tree/sparse").content());
        TarEntry.SymbolicLink link =
                (TarEntry.SymbolicLink) in(all, "tree/link").entry();
        assertEquals("t".repeat(150), link.target().toString());
        List<TarEntry> pair =
                List.of(in(all, "tree/file").entry(), in(all, "tree/hard").entry());
        assertEquals(
                1, pair.stream().filter(TarEntry.HardLink.class::isInstance).count());
        TarEntry file = pair.stream()
                .filter(TarEntry.RegularFile.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(1_600_000_000, file.facts().modifiedSeconds());
        assertEquals(
                Files.getAttribute(tree.resolve("file"), "unix:mode").hashCode() & 07777,
                file.facts().permissions());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu",
                "--format=oldgnu",
                "--format=posix",
                "--format=gnu -S",
                "--format=posix -S --sparse-version=0.0",
                "--format=posix -S --sparse-version=0.1",
                "--format=posix -S --sparse-version=1.0"
            })
    void gnuTarIsRead(String options) throws Exception {
        Path archive = folder.resolve("archive.tar");
        List<String> arguments = new ArrayList<>(List.of(options.split(" ", -1)));
        arguments.addAll(List.of("-cf", archive.toString(), "-C", folder.toString(), "tree"));
        run("tar", arguments.toArray(String[]::new));
        Map<String, Read> all = read(archive);
        assertWhole(all);
        if (options.contains("-S")) {
            TarEntry.RegularFile sparse =
                    (TarEntry.RegularFile) in(all, "tree/sparse").entry();
            assertTrue(sparse.pieces().size() > 4, sparse.pieces().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pax", "gnutar"})
    void bsdtarIsRead(String format) throws Exception {
        Path archive = folder.resolve("archive.tar");
        run("bsdtar", "--format=" + format, "-cf", archive.toString(), "-C", folder.toString(), "tree");
        assertWhole(read(archive));
    }

    @Test
    void gnuTarAndBsdtarReadWhatIsWritten() throws Exception {
        Path archive = folder.resolve("written.tar");
        String name = "d".repeat(120) + "/" + "ö".repeat(80);
        try (OutputStream out = Files.newOutputStream(archive)) {
            TarWriter writer = new TarWriter(out);
            writer.entry(new TarEntry.Folder(TarEntry.Facts.of("d".repeat(120), 0750)));
            writer.file(
                    new TarEntry.Facts(ByteText.of(name), 0640, 0, 0, 1_600_000_000, 500_000_000, Map.of()),
                    new byte[] {1, 2, 3});
            writer.entry(new TarEntry.SymbolicLink(TarEntry.Facts.of("link", 0777), ByteText.of("t".repeat(300))));
            writer.entry(new TarEntry.HardLink(TarEntry.Facts.of("hard", 0640), ByteText.of(name)));
            writer.finish();
        }
        for (String program : List.of("tar", "bsdtar")) {
            Path target = Files.createDirectory(folder.resolve("by-" + program));
            run(program, "-xf", archive.toString(), "-C", target.toString());
            assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target.resolve("hard")));
            assertEquals(Path.of("t".repeat(300)), Files.readSymbolicLink(target.resolve("link")));
            assertEquals(
                    Instant.ofEpochSecond(1_600_000_000, 500_000_000),
                    Files.getLastModifiedTime(target.resolve(name)).toInstant());
        }
    }
}
