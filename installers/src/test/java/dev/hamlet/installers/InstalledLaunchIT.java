package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.installers.Script.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hamlet as packages install it, with a Java that says how it was called. */
@Tag("real")
class InstalledLaunchIT {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final String JAVA = """
            #!/bin/sh
            for word in "$@"; do
                case $word in -XX:AOTCacheOutput=*) : >"${word#*=}" ;; esac
            done
            printf '%s\\n' "$@"
            """;

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void install() throws IOException {
        image = Files.createDirectories(folder.resolve("usr/lib/häm let"));
        for (String below : List.of("bin", "lib", "scripts", "runtime/bin")) {
            Files.createDirectories(image.resolve(below));
        }
        copy("installers/linux/hamlet", "bin/hamlet");
        copy("installers/jvm.options", "jvm.options");
        for (String script : List.of("common", "packages", "training")) {
            copy("installers/scripts/" + script + ".sh", "scripts/" + script + ".sh");
        }
        Path java = Files.writeString(image.resolve("runtime/bin/java"), JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(image.resolve("hamlet.aot"));
        Files.createFile(image.resolve("window.aot"));
        Files.createDirectories(folder.resolve("usr/bin"));
        Files.createSymbolicLink(folder.resolve("usr/bin/hamlet"), Path.of("../lib/häm let/bin/hamlet"));
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(TREE.resolve(from), image.resolve(to), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Script hamlet(String... words) {
        String[] command = Stream.concat(
                        Stream.of(folder.resolve("usr/bin/hamlet").toString()), Stream.of(words))
                .toArray(String[]::new);
        return Script.of(folder, command)
                .with("PATH", "/usr/bin:/bin")
                .with("HOME", folder.toString())
                .with("LANG", "C.UTF-8");
    }

    @Test
    void aCommandIsRunByTheJavaOfThePackageWithItsCache() throws Exception {
        Outcome run = hamlet("vm", "list", "*").run();
        assertEquals(0, run.code(), run::toString);
        List<String> words = run.out().lines().toList();
        assertTrue(words.contains("-XX:AOTCache=" + image.resolve("hamlet.aot")), run::toString);
        assertTrue(words.contains("-Djna.boot.library.path=" + image.resolve("lib")), run::toString);
        assertEquals(
                List.of(
                        "-p",
                        image.resolve("lib").toString(),
                        "-m",
                        "hamlet.app/dev.hamlet.app.Main",
                        "vm",
                        "list",
                        "*"),
                words.subList(words.size() - 7, words.size()));
    }

    @Test
    void whateverOpensTheWindowGetsTheOptionsOfTheWindow() throws Exception {
        for (String[] words : new String[][] {
            {}, {"open"}, {"open", "a.iso"}, {"open", "--new", "machine"}, {"open", "--new=container"}
        }) {
            Outcome run = hamlet(words).with("DISPLAY", ":7").run();
            assertTrue(run.out().contains("-XX:AOTCache=" + image.resolve("window.aot") + "\n"), run::toString);
            assertTrue(run.out().contains("-Xmx1g\n"), run::toString);
        }
        Outcome help = hamlet("open", "--help").run();
        assertTrue(help.out().contains("-XX:AOTCache=" + image.resolve("hamlet.aot") + "\n"), help::toString);
    }

    @Test
    void theReportOfACrashIsKeptWithHamletsOwnStateInAPrivateFolder() throws Exception {
        assertTrue(
                hamlet("vm", "list").run().out().contains("-XX:ErrorFile=" + folder + "/.local/state/hamlet/crash/"));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".local/state/hamlet"))));
        Path home = folder.resolve("50% of it");
        Outcome run = hamlet("vm", "list").with("HAMLET_HOME", home.toString()).run();
        assertTrue(
                run.out().contains("-XX:ErrorFile=" + folder + "/50%% of it/state/crash/hs_err_%p.log\n"),
                run::toString);
        assertTrue(Files.isDirectory(home.resolve("state/crash")));
        Path state = folder.resolve("states");
        run = hamlet("vm", "list").with("XDG_STATE_HOME", state.toString()).run();
        assertTrue(run.out().contains("-XX:ErrorFile=" + state + "/hamlet/crash/"), run::toString);
        Path file = Files.createFile(folder.resolve("no folder"));
        run = hamlet("vm", "list").with("HAMLET_HOME", file.toString()).run();
        assertFalse(run.out().contains("-XX:ErrorFile"), run::toString);
        assertEquals("", run.err());
    }

    @Test
    void withoutADisplayItIsSaidWhatWorksWithoutOne() throws Exception {
        Outcome run = hamlet().run();
        assertEquals(125, run.code());
        assertTrue(run.err().contains("hamlet --help") && !run.err().contains("./hamlet"), run::toString);
    }

    @Test
    void anArchiveIsTrainedOnceWhereItIsAndAnewWhereItWasMovedTo() throws Exception {
        Files.createFile(image.resolve("portable"));
        Files.delete(image.resolve("hamlet.aot"));
        Files.delete(image.resolve("window.aot"));
        assertTrue(hamlet("vm", "list").run().err().contains("once"));
        assertTrue(Files.exists(image.resolve("hamlet.aot")));
        Outcome second = hamlet("vm", "list").run();
        assertEquals("", second.err());
        assertTrue(second.out().contains("-XX:AOTCache="), second::toString);

        Path moved = folder.resolve("usr/lib/moved");
        Files.move(image, moved);
        Files.createSymbolicLink(image, moved);
        Outcome third = hamlet("vm", "list").run();
        assertTrue(third.err().contains("once"), third::toString);
        assertTrue(third.out().contains("-XX:AOTCache=" + moved.resolve("hamlet.aot")), third::toString);
        try (Stream<Path> files = Files.list(moved)) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith(".training")));
        }
    }

    @Test
    void anArchiveThatMayNotBeWrittenToRunsWithoutCaches() throws Exception {
        Files.createFile(image.resolve("portable"));
        Script.of(folder, "chmod", "-R", "a+rX,go-w", folder.toString())
                .with("PATH", "/usr/bin:/bin")
                .run();
        Outcome run = hamlet("vm", "list")
                .through("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                .run();
        assertEquals(0, run.code(), run::toString);
        assertFalse(run.out().contains("-XX:AOTCache"), run::toString);
        assertEquals("", run.err());
    }

    @Test
    void packageNamesWhatItTakes() throws Exception {
        Outcome run = Script.of(TREE, TREE.resolve("hamlet").toString(), "package", "msi")
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .with("HOME", folder.toString())
                .with("LANG", "C.UTF-8")
                .run();
        assertEquals(125, run.code());
        assertTrue(run.err().contains("deb, rpm and archive"), run::toString);
    }
}
