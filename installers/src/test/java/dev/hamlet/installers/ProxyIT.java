package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.installers.Script.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy variables as Maven is told them. */
@Tag("real")
class ProxyIT {
    @TempDir
    Path folder;

    private ToyTree tree;

    @BeforeEach
    void layTree() throws IOException {
        tree = ToyTree.in(folder, "tree");
    }

    private Map<String, String> options(String... variables) throws Exception {
        Script script = tree.lines("proxy_options");
        for (int i = 0; i < variables.length; i += 2) {
            script = script.with(variables[i], variables[i + 1]);
        }
        Outcome outcome = script.run();
        assertEquals(0, outcome.code(), outcome::toString);
        Map<String, String> options = new TreeMap<>();
        outcome.out().lines().forEach(line -> {
            int equals = line.indexOf('=');
            options.put(line.substring(2, equals), line.substring(equals + 1));
        });
        return options;
    }

    @Test
    void withoutProxyNothingIsSaid() throws Exception {
        assertEquals(Map.of(), options());
        assertEquals(Map.of(), options("no_proxy", "localhost"));
    }

    @Test
    void hostAndPortAreHandedOnForBothSchemes() throws Exception {
        Map<String, String> options =
                options("http_proxy", "http://proxy.example:3128/", "HTTPS_PROXY", "secure.example:8080");
        assertEquals("proxy.example", options.get("http.proxyHost"));
        assertEquals("3128", options.get("http.proxyPort"));
        assertEquals("secure.example", options.get("https.proxyHost"));
        assertEquals("8080", options.get("https.proxyPort"));
    }

    @Test
    void smallLettersWinAndAllProxyFillsIn() throws Exception {
        Map<String, String> options = options(
                "http_proxy", "http://small:1", "HTTP_PROXY", "http://capital:2", "ALL_PROXY", "http://all.example");
        assertEquals("small", options.get("http.proxyHost"));
        assertEquals("all.example", options.get("https.proxyHost"));
        assertEquals("80", options.get("https.proxyPort"));
    }

    @Test
    void aNameStandsForAllBelowItAndNetworksAreLeftOut() throws Exception {
        Map<String, String> options = options(
                "http_proxy",
                "http://p:1",
                "no_proxy",
                "localhost,.intern.example:8080, 127.0.0.1 10.0.0.0/8,*.lan,::1");
        assertEquals(
                List.of(
                        "localhost",
                        "*.localhost",
                        "intern.example",
                        "*.intern.example",
                        "127.0.0.1",
                        "*.127.0.0.1",
                        "lan",
                        "*.lan",
                        "[::1]"),
                List.of(options.getOrDefault("http.nonProxyHosts", "").split("\\|")));
        assertEquals("*", options("http_proxy", "http://p:1", "NO_PROXY", "*").get("http.nonProxyHosts"));
    }

    @Test
    void otherFormsAreUnderstood() throws Exception {
        Map<String, String> options = options("all_proxy", "socks5h://127.0.0.1:9050");
        assertEquals("127.0.0.1", options.get("socksProxyHost"));
        assertEquals("9050", options.get("socksProxyPort"));
        Map<String, String> six = options("http_proxy", "http://[fd00::1]:3128");
        assertEquals("[fd00::1]", six.get("http.proxyHost"));
        assertEquals("3128", six.get("http.proxyPort"));
    }

    @Test
    void aPasswordReachesMavenButNoCommandLine() throws Exception {
        Outcome outcome = tree.hamlet("host")
                .with("http_proxy", "http://anna:se%40cret%20%22x@proxy.example:3128")
                .run();
        assertEquals(1, outcome.code(), outcome::toString);
        String file = tree.left("argument-file");
        assertTrue(file.contains("-Dhttp.proxyUser=\"anna\""), file);
        assertTrue(file.contains("-Dhttp.proxyPassword=\"se@cret \\\"x\""), file);
        assertFalse(tree.left("calls").contains("cret"), tree.left("calls"));
        String opts = tree.left("environment")
                .lines()
                .filter(line -> line.startsWith("MAVEN_OPTS="))
                .findFirst()
                .orElse("");
        assertFalse(opts.contains("cret"), opts);
    }
}
