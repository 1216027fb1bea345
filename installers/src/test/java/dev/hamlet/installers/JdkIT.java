package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.hamlet.installers.Script.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for a JDK, and its download from a server on the loopback interface. */
@Tag("real")
class JdkIT {
    /** No JDK in the usual places, none to be had from the package manager. */
    private static final String BARE = """
            jdk_places() { :; }
            jdk_package() { :; }
            """;

    @TempDir
    Path folder;

    private ToyTree tree;
    private HttpServer server;
    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();

    @BeforeEach
    void layTreeAndServe() throws IOException {
        tree = ToyTree.in(folder, "tree");
        // The java of the PATH, as on a system whose default is older.
        Path old = ToyTree.jdk(folder.resolve("old"), "17.0.9", "exit 0");
        Files.createSymbolicLink(tree.tools().resolve("java"), old.resolve("bin/java"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = pages.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(page == null ? 404 : 200, page == null ? -1 : page.length);
            if (page != null) {
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServing() {
        server.stop(0);
    }

    private Script lines(String lines) {
        return tree.lines(lines).without("JAVA_HOME");
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void aNewerJdkIsFoundThoughTheDefaultJavaIsOlder() throws Exception {
        Path wanted = ToyTree.jdk(tree.home().resolve(".sdkman/candidates/java/25.0.1-tem"), "25.0.1", "exit 0");
        Outcome outcome = lines("""
                jdk_places() { printf '%s\\n' "$HOME"/.sdkman/candidates/java/*; }
                find_jdk
                printf '%s\\n' "$jdk"
                """).run();
        assertEquals(wanted + "\n", outcome.out(), outcome::toString);
    }

    @Test
    void theUsualPlacesHoldTheJdkOfTheTests() throws Exception {
        Files.createDirectories(tree.home().resolve(".jdks"));
        Path link = Files.createSymbolicLink(
                tree.home().resolve(".jdks/temurin-25"), Path.of(System.getProperty("java.home")));
        Outcome outcome = lines("jdk_places").run();
        assertTrue(outcome.out().lines().toList().contains(link.toString()), outcome::toString);
    }

    @Test
    void javaHomeComesFirstIfItIsNewEnough() throws Exception {
        Path other = ToyTree.jdk(folder.resolve("other"), "25.0.1", "exit 0");
        String lines = "jdk_places() { printf '%s\\n' " + other + "; }; find_jdk; printf '%s\\n' \"$jdk\"";
        Path mine = ToyTree.jdk(folder.resolve("mine"), "27", "exit 0");
        assertEquals(
                mine + "\n",
                lines(lines).with("JAVA_HOME", mine.toString()).run().out());
        Path tooOld = ToyTree.jdk(folder.resolve("tooOld"), "21.0.2", "exit 0");
        assertEquals(
                other + "\n",
                lines(lines).with("JAVA_HOME", tooOld.toString()).run().out());
    }

    @Test
    void ofSeveralTheLowestThatSufficesAndStartsIsTaken() throws Exception {
        Path jdks = tree.home().resolve(".jdks");
        ToyTree.jdk(jdks.resolve("a"), "27-ea", "exit 0");
        ToyTree.jdk(jdks.resolve("b"), "25.0.1", "exit 1"); // such as one for another C library
        Path wanted = ToyTree.jdk(jdks.resolve("c"), "26.0.1", "exit 0");
        ToyTree.jdk(jdks.resolve("d"), "21", "exit 0");
        Path runtimeOnly = ToyTree.jdk(jdks.resolve("e"), "25", "exit 0");
        Files.delete(runtimeOnly.resolve("bin/javac"));
        Path foreign = ToyTree.jdk(jdks.resolve("f"), "25", "exit 0");
        Files.writeString(foreign.resolve("release"), "JAVA_VERSION=\"25\"\nOS_ARCH=\"sparc\"\n");
        Outcome outcome = lines("jdk_places() { printf '%s\\n' \"$HOME\"/.jdks/*; }; find_jdk; printf '%s\\n' \"$jdk\"")
                .run();
        assertEquals(wanted + "\n", outcome.out(), outcome::toString);
    }

    @Test
    void aJdkWithoutAReleaseFileIsAskedForItsVersion() throws Exception {
        Path jdk = ToyTree.jdk(folder.resolve("plain"), "25", "echo 'openjdk version \"25.0.2\" 2026-01-20' >&2");
        Files.delete(jdk.resolve("release"));
        Outcome outcome =
                lines("jdk_version " + jdk + "; echo $jdk_found_version").run();
        assertEquals("25\n", outcome.out(), outcome::toString);
    }

    @Test
    void anArchiveWithItsChecksumBesideItIsInstalled() throws Exception {
        byte[] archive = archive("25.0.9");
        pages.put("/jdk-25.tar.gz", archive);
        pages.put("/jdk-25.tar.gz.sha256.txt", text(sha256(archive) + "  jdk-25.tar.gz\n"));
        Outcome outcome = download(address("/jdk-25.tar.gz"));
        assertEquals(0, outcome.code(), outcome::toString);
        assertEquals(jdks().resolve("jdk-25") + "\n", outcome.out(), outcome::toString);
        assertEquals(List.of("jdk-25"), kept());
        // The next start finds it and asks nobody.
        pages.clear();
        assertEquals(outcome.out(), download(address("/jdk-25.tar.gz")).out());
    }

    @Test
    void aListingInThePublishersFormNamesArchiveAndChecksum() throws Exception {
        byte[] archive = archive("25.0.9");
        pages.put("/files/OpenJDK25U.tar.gz", archive);
        pages.put("/v3/assets", text("""
                        [ { "binary": { "architecture": "x64", "package": {
                              "checksum": "%s",
                              "checksum_link": "http://127.0.0.1:1/OpenJDK25U.tar.gz.sha256.txt",
                              "download_count": 12,
                              "link": "%s",
                              "metadata_link": "http://127.0.0.1:1/OpenJDK25U.tar.gz.json",
                              "name": "OpenJDK25U.tar.gz", "size": 1 } },
                            "release_name": "jdk-25.0.9+1" } ]
                        """.formatted(sha256(archive), address("/files/OpenJDK25U.tar.gz"))));
        Outcome outcome = download(address("/v3/assets"));
        assertEquals(jdks().resolve("OpenJDK25U") + "\n", outcome.out(), outcome::toString);
    }

    @Test
    void aWrongChecksumIsRefusedAndNothingIsLeft() throws Exception {
        byte[] archive = archive("25.0.9");
        pages.put("/jdk-25.tar.gz", archive);
        pages.put("/jdk-25.tar.gz.sha256.txt", text("0".repeat(64) + "  jdk-25.tar.gz\n"));
        Outcome outcome = download(address("/jdk-25.tar.gz"));
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("does not have the published checksum"), outcome::toString);
        assertEquals(List.of(), kept());
    }

    @Test
    void withoutAChecksumNothingIsInstalled() throws Exception {
        pages.put("/jdk-25.tar.gz", archive("25.0.9"));
        pages.put("/jdk-25.tar.gz.sha256.txt", text("<html>Welcome to this hotel</html>\n"));
        Outcome outcome = download(address("/jdk-25.tar.gz"));
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("names no archive with a SHA-256 checksum"), outcome::toString);
        assertEquals(List.of(), kept());
    }

    @Test
    void anAnswerOfNotFoundIsToldWithARemedy() throws Exception {
        Outcome outcome = download(address("/nothing.tar.gz"));
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("Could not download"), outcome::toString);
        assertTrue(outcome.err().contains("Remedy: "), outcome::toString);
        assertEquals(List.of(), kept());
    }

    @Test
    void anOlderJdkInTheArchiveIsRefused() throws Exception {
        byte[] archive = archive("24.0.1");
        pages.put("/jdk.tar.gz", archive);
        pages.put("/jdk.tar.gz.sha256.txt", text(sha256(archive)));
        Outcome outcome = download(address("/jdk.tar.gz"));
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("holds no JDK 25"), outcome::toString);
        assertEquals(List.of(), kept());
    }

    @Test
    void wgetDoesWhereCurlIsMissing() throws Exception {
        byte[] archive = archive("25.0.9");
        pages.put("/jdk.tar.gz", archive);
        pages.put("/jdk.tar.gz.sha256.txt", text(sha256(archive)));
        Outcome outcome = lines(BARE + "type() { [[ $2 != curl ]] && builtin type \"$@\"; }\n"
                        + "require_jdk; printf '%s\\n' \"$jdk\"")
                .with("HAMLET_JDK_URL", address("/jdk.tar.gz"))
                .run();
        assertEquals(jdks().resolve("jdk") + "\n", outcome.out(), outcome::toString);
    }

    @Test
    void noInstallOnlySaysWhatWouldBeDone() throws Exception {
        Outcome outcome =
                lines(BARE + "require_jdk").with("HAMLET_NO_INSTALL", "1").run();
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("HAMLET_NO_INSTALL"), outcome::toString);
        assertFalse(Files.exists(jdks()));
    }

    private Outcome download(String address) throws IOException, InterruptedException {
        return lines(BARE + "require_jdk; printf '%s\\n' \"$jdk\"")
                .with("HAMLET_JDK_URL", address)
                .run();
    }

    private Path jdks() {
        return tree.home().resolve(".cache/hamlet/jdk");
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> all = Files.list(jdks())) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    private byte[] archive(String version) throws IOException, InterruptedException {
        Path packed = ToyTree.jdk(folder.resolve("packed/jdk-" + version), version, "exit 0");
        Path archive = folder.resolve("packed.tar.gz");
        Outcome outcome = Script.of(
                        folder,
                        "/bin/tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        "packed",
                        packed.getFileName().toString())
                .with("PATH", "/usr/bin:/bin")
                .run();
        assertEquals(0, outcome.code(), outcome::toString);
        return Files.readAllBytes(archive);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
