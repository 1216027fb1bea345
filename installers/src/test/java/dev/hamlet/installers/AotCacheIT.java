package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.installers.Script.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT caches of a run image of Hamlet itself: every start is to have its classes from there. */
@Tag("real")
class AotCacheIT {
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();

    /** Makes an image as a build does, of what was built before these tests. */
    private static final String MAKE = """
            output=$tree run=$PWD/run jdk=$JAVA_HOME
            note_moment
            make_image
            printf '%s\\n' "$image"
            """;

    @TempDir
    static Path folder;

    private static Path image;

    @BeforeAll
    static void makeImage() throws Exception {
        Outcome made = Script.lines(TREE, folder, MAKE)
                .with("JAVA_HOME", JDK.toString())
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .with("HOME", folder.toString())
                .with("LANG", "C.UTF-8")
                .run();
        assertEquals(0, made.code(), made::toString);
        image = Path.of(made.out().strip());
    }

    /** Starts Hamlet from the image as the launcher does, with these options before all others. */
    private static Outcome start(String kind, List<String> extra, String... words) throws Exception {
        return started(command(kind, extra, words));
    }

    private static List<String> command(String kind, List<String> extra, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(JDK.resolve("bin/java").toString()));
        for (String line : Files.readAllLines(image.resolve("jvm.options"))) {
            String option = line.startsWith(kind + " ") ? line.substring(kind.length() + 1) : line;
            if (option.startsWith("-")) {
                command.add(option.replace("@IMAGE@", image.toString()));
            }
        }
        command.add("-XX:AOTCache=" + cache(kind));
        command.addAll(extra);
        command.addAll(List.of("-p", image.resolve("lib").toString(), "-m", "hamlet.app/dev.hamlet.app.Main"));
        command.addAll(List.of(words));
        return command;
    }

    private static Outcome started(List<String> command) throws Exception {
        return Script.of(folder, command.toArray(String[]::new))
                .with("HAMLET_HOME", folder.resolve("home").toString())
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .with("LANG", "C.UTF-8")
                .run();
    }

    private static Path cache(String kind) {
        return image.resolve(kind.equals("window") ? "window.aot" : "hamlet.aot");
    }

    /** The share of classes that came from the cache. */
    private static double fromCache(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> loaded =
                    lines.filter(line -> line.contains(" source: ")).toList();
            long cached = loaded.stream()
                    .filter(line -> line.contains("source: shared objects file"))
                    .count();
            return (double) cached / loaded.size();
        }
    }

    private static List<String> strictly(Path log) {
        return List.of("-XX:AOTMode=on", "-Xlog:class+load:file=" + log);
    }

    @Test
    void aCommandHasItsClassesFromItsCache() throws Exception {
        Path log = folder.resolve("command.log");
        Outcome outcome = start("cli", strictly(log), "vm", "list");
        assertEquals(0, outcome.code(), outcome::toString);
        assertEquals("", outcome.err());
        assertTrue(fromCache(log) > 0.95, () -> "too much comes from elsewhere, see " + log);
    }

    /** In a network of the test's own, as the training. */
    @Test
    void aContainerOnANetworkHasItsClassesFromTheCacheOfCommands() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/conmon")),
                "containers of root are trained where they can run");
        assertEquals(0, start("cli", List.of(), "image", "build", "busybox").code());
        Path log = folder.resolve("container.log");
        List<String> run = command("cli", strictly(log), "container", "run", "--rm", "localhost/busybox", "true");
        List<String> apart =
                new ArrayList<>(List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        apart.addAll(run);
        Outcome outcome = started(apart);
        assertEquals(0, outcome.code(), outcome::toString);
        try (Stream<String> lines = Files.lines(log)) {
            List<String> fromJars = lines.filter(
                            line -> line.contains(" dev.hamlet.") && line.contains(" source: file:"))
                    .toList();
            assertEquals(List.of(), fromJars);
        }
        assertTrue(fromCache(log) > 0.95, () -> "too much comes from elsewhere, see " + log);
    }

    @Test
    void theWindowHasItsClassesFromItsCache() throws Exception {
        assumeTrue(Files.exists(cache("window")), "this system lacks what letters are drawn with");
        Path log = folder.resolve("window.log");
        List<String> options = new ArrayList<>(strictly(log));
        options.addAll(List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "-Dhamlet.training=true"));
        Outcome outcome = start("window", options);
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(fromCache(log) > 0.95, () -> "too much comes from elsewhere, see " + log);
    }

    @Test
    void aCacheOfOtherJarsIsRefusedAndCommandsStillPrintNothingButTheirOwn() throws Exception {
        Path jar;
        try (Stream<Path> jars = Files.list(image.resolve("lib"))) {
            jar = jars.filter(file -> file.getFileName().toString().startsWith("hamlet-app"))
                    .findFirst()
                    .orElseThrow();
        }
        FileTime before = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(before.toMillis() + 60_000));
        try {
            Outcome strict = start("cli", List.of("-XX:AOTMode=on"), "vm", "list");
            assertNotEquals(0, strict.code(), "a stale cache was used");
            Outcome usual = start("cli", List.of(), "vm", "list", "--json");
            assertEquals(0, usual.code(), usual::toString);
            assertTrue(usual.out().startsWith("{") || usual.out().startsWith("["), usual::toString);
            assertTrue(usual.err().contains("hamlet-app"), () -> "nothing is said of it: " + usual);
        } finally {
            Files.setLastModifiedTime(jar, before);
        }
    }
}
