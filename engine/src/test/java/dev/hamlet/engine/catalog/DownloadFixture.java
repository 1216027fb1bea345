package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.TestTime;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests of downloads share: a content, where it shall be, and a time that stands still. */
@Timeout(60)
abstract class DownloadFixture {
    static final String ETAG = "\"one\"";

    @TempDir
    Path folder;

    final TestTime time = new TestTime();

    final byte[] content = new byte[3_000_000];

    Path target;

    @BeforeEach
    void content() {
        new Random(42).nextBytes(content);
        target = folder.resolve("cache").resolve("größe 1, \"a\".qcow2");
    }

    Download download() {
        return new Download(Map.of(), time, Patience.USUAL, path -> Long.MAX_VALUE);
    }

    static Download real() {
        return new Download(Map.of(), TimeSource.system());
    }

    void fetch(URI url) throws ProblemException, InterruptedException {
        try (Download download = download()) {
            download.fetch(url, sha256(content), target, Progress.none());
        }
    }

    Problem failureOf(URI url) {
        return assertThrows(ProblemException.class, () -> fetch(url)).problem();
    }

    /**
     * Gives the first bytes and no more, so that the line breaks behind them: not before the download has written them,
     * as what a client has not yet taken in when a line breaks, it may throw away.
     */
    void writeAndCut(OutputStream out, byte[] bytes, int length) throws IOException, InterruptedException {
        out.write(bytes, 0, length);
        out.flush();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        assertTrue(
                TimeSource.system().await(() -> size(part) == length, Duration.ofSeconds(20), Duration.ofMillis(2)),
                "the download has written what came");
    }

    static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    List<String> visibleFiles() throws IOException {
        try (Stream<Path> files = Files.list(target.getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    static Digest sha256(byte[] bytes) {
        MessageDigest digest = Digest.Algorithm.SHA256.begin();
        return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(digest.digest(bytes)));
    }
}
