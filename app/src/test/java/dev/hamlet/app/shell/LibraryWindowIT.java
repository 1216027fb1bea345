package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of images in a real window: real disks through the real programs, a catalogue from a real site. What was on
 * the screen at each stage lies in {@code target/windows}.
 */
@Tag("real")
@Timeout(240)
class LibraryWindowIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    @Test
    void aDiskIsConvertedWithProgressAndACancelledConversionLeavesNothing() throws Exception {
        Path disk = fullDisk(folder.resolve("office.raw"), 1024);
        try (WindowProcess window = home.open();
                Engine engine = home.engine()) {
            window.awaitText("welcome", "empty");
            window.press("CONTROL DIGIT2");
            window.awaitText("images-none", "No disks yet");
            picture(window, "library-1-empty");
            add(window, disk);
            picture(window, "library-2-add");
            window.click("import-image-deed");
            window.awaitText("job-title", "Add office");
            window.awaitText("job-figure", "%");
            picture(window, "library-3-converting");
            window.click("job-cancel");
            window.awaitGone("job-cancel");
            window.awaitText("images-none", "No disks yet");
            picture(window, "library-4-cancelled");
            assertEquals(List.of(), names(engine.paths().images()));
            add(window, disk);
            window.click("import-image-deed");
            window.awaitText("images-table", "office");
            window.awaitText("images-details-name", "office");
            window.awaitText("images-details", "qcow2");
            picture(window, "library-5-added");
        }
    }

    private static void add(WindowProcess window, Path disk) throws InterruptedException {
        window.click("images-add");
        window.write("import-image-file", disk.toString());
        window.awaitText("import-image-name", "office");
        window.awaitEnabled("import-image-deed");
    }

    /** Of so many mebibytes, none of them zeros, which a conversion would leave out. */
    private static Path fullDisk(Path file, int mebibytes) throws IOException {
        byte[] block = new byte[1 << 20];
        new Random(1).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(block);
            }
        }
        return file;
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(one -> one.getFileName().toString()).toList();
        }
    }

    @Test
    void theCatalogueIsBroughtAnewFromASiteThatTheSystemTrustsAndFromNoOther() throws Exception {
        Path keys = keys();
        try (ServerSocket site = site(keys)) {
            String address = "https://127.0.0.1:" + site.getLocalPort() + "/catalog.json";
            Thread.ofVirtual().start(() -> serve(site));
            try (WindowProcess window = home.open()) {
                update(window, address);
                window.awaitText("images-page", "this computer does not trust its certificate");
                picture(window, "catalogue-1-not-trusted");
            }
            try (WindowProcess window =
                    home.open("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD)) {
                update(window, address);
                window.awaitText("catalogue-grid", "Mine");
                picture(window, "catalogue-2-brought");
            }
        }
    }

    private static void update(WindowProcess window, String address) throws InterruptedException {
        window.awaitText("welcome", "empty");
        window.press("CONTROL DIGIT2");
        window.click("images-tab-catalogue");
        window.awaitText("catalogue-grid", "Tiny guest");
        window.click("catalogue-update");
        window.write("catalogue-address-field", address);
        window.click("catalogue-address-deed");
    }

    private Path keys() throws Exception {
        Path keys = folder.resolve("site.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);
        return keys;
    }

    private static ServerSocket site(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void serve(ServerSocket site) {
        byte[] catalog = """
                {"format": 1, "entries": [{"id": "mine-1", "system": "mine", "name": "Mine", "version": "1",
                  "architecture": "x86_64", "format": "raw", "size": 1048576, "cloudInit": false,
                  "memory": {"minimum": "64 MiB", "recommended": "128 MiB"},
                  "disk": {"minimum": "1 GiB", "recommended": "2 GiB"}, "firmware": ["bios"],
                  "sources": [{"url": "https://127.0.0.1/mine.raw", "digest": "sha256:%s"}]}]}
                """.formatted("0".repeat(64)).getBytes(StandardCharsets.UTF_8);
        while (!site.isClosed()) {
            try (Socket line = site.accept();
                    BufferedReader asked = new BufferedReader(
                            new InputStreamReader(line.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String one = asked.readLine(); one != null && !one.isEmpty(); one = asked.readLine()) {
                    // What is asked for is the same in any case.
                }
                OutputStream out = line.getOutputStream();
                out.write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + catalog.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(catalog);
                out.flush();
            } catch (IOException e) {
                // Whoever does not trust it hangs up, and at the end the site closes.
            }
        }
    }
}
