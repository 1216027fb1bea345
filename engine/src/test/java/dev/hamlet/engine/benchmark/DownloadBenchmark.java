package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.catalog.Download;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.transfer.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A download from a server on this computer, held to its digest, by turns with curl, which checks nothing. */
final class DownloadBenchmark {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 1024;
    private static final int ROUNDS = 7;

    private final ProcessLauncher launcher;
    private final Path folder;
    private final Report report;
    private final byte[] piece = new byte[MIB];
    private final ByteBuffer served = ByteBuffer.allocateDirect(MIB);

    DownloadBenchmark(ProcessLauncher launcher, Path folder, Report report) {
        this.launcher = launcher;
        this.folder = folder;
        this.report = report;
        new Random(1).nextBytes(piece);
        served.put(piece);
    }

    void run() throws Exception {
        if (launcher.find("curl").isEmpty()) {
            report.note("curl is not installed, so that downloads are not compared");
            return;
        }
        Files.createDirectories(folder);
        List<Double> curl = new ArrayList<>();
        Map<Digest.Algorithm, List<Double>> hamlet = new EnumMap<>(Digest.Algorithm.class);
        List<Double> checked = new ArrayList<>();
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Download download = new Download(Map.of(), TimeSource.system())) {
            Thread.ofPlatform().daemon().start(() -> serve(server));
            URI url = URI.create("http://127.0.0.1:" + server.socket().getLocalPort() + "/image");
            for (int round = -1; round < ROUNDS; round++) {
                keep(round, curl, seconds(target -> curl(url, target)));
                keep(round, checked, seconds(target -> {
                    curl(url, target);
                    launcher.runOrFail(ProcessSpec.of("sha256sum", List.of(target.toString()))
                            .within(Duration.ofMinutes(5)));
                }));
                for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
                    Digest digest = digest(algorithm);
                    keep(
                            round,
                            hamlet.computeIfAbsent(algorithm, one -> new ArrayList<>()),
                            seconds(target -> download.fetch(url, digest, target, Progress.none())));
                }
            }
        }
        report.title("a download of 1 GiB from this computer");
        report.figures("curl, without a check", "s", curl);
        report.figures("curl, then sha256sum", "s", checked);
        hamlet.forEach((algorithm, seconds) -> {
            report.figures("Hamlet, held to " + algorithm.word(), "s", seconds);
            report.figure(
                    "curl's time to that of " + algorithm.word() + ", at least 0.9 is wanted",
                    "times",
                    Report.median(curl) / Report.median(seconds));
        });
    }

    private void curl(URI url, Path target) throws Exception {
        launcher.runOrFail(ProcessSpec.of("curl", List.of("-s", "-f", "-o", target.toString(), url.toString()))
                .within(Duration.ofMinutes(5)));
    }

    private static void keep(int round, List<Double> figures, double figure) {
        if (round >= 0) {
            figures.add(figure);
        }
    }

    @FunctionalInterface
    private interface Fetching {
        void to(Path target) throws Exception;
    }

    private double seconds(Fetching fetching) throws Exception {
        Path target = folder.resolve("image");
        long begin = System.nanoTime();
        fetching.to(target);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (Files.size(target) != (long) SIZE * MIB) {
            throw new IllegalStateException("only " + Files.size(target) + " bytes came");
        }
        Files.delete(target);
        return seconds;
    }

    private Digest digest(Digest.Algorithm algorithm) throws Exception {
        MessageDigest digest = MessageDigest.getInstance(algorithm == Digest.Algorithm.SHA256 ? "SHA-256" : "SHA-512");
        for (int i = 0; i < SIZE; i++) {
            digest.update(piece);
        }
        return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    private void serve(ServerSocketChannel server) {
        while (server.isOpen()) {
            try (SocketChannel connection = server.accept()) {
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.socket().getInputStream(), StandardCharsets.US_ASCII));
                while (!Objects.requireNonNullElse(in.readLine(), "").isEmpty()) {
                    // The request says nothing that is not known.
                }
                String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + (long) SIZE * MIB
                        + "\r\nETag: \"1\"\r\n\r\n";
                send(connection, ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
                for (int i = 0; i < SIZE; i++) {
                    send(connection, served.clear());
                }
            } catch (IOException e) {
                // The client has gone, or the benchmark is over.
            }
        }
    }

    private static void send(SocketChannel connection, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = connection.write(bytes);
        }
    }
}
