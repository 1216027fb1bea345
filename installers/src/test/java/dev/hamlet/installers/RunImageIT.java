package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.installers.Script.Outcome;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries that the build gathers, and the options that every JVM of Hamlet is started with. */
@Tag("real")
class RunImageIT {
    private static final Path LIB = Path.of("target/lib").toAbsolutePath();
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    /** The options of jvm.options for the command line, as the launcher reads them. */
    private static List<String> options() throws IOException {
        List<String> options = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("jvm.options"))) {
            String option = line.startsWith("cli ") ? line.substring("cli ".length()) : line;
            if (option.startsWith("-")) {
                options.add(option.replace("@IMAGE@/lib", LIB.toString()));
            }
        }
        return options;
    }

    /** Compiles a class with that body of its main method and starts it on the libraries of the image. */
    private Outcome run(String body, List<String> options, String... through) throws Exception {
        Path source = folder.resolve("Probe.java");
        Files.writeString(
                source,
                "public class Probe { public static void main(String[] words) throws Exception { " + body + " } }");
        List<String> command = new ArrayList<>(List.of(through));
        command.add(JDK.resolve("bin/java").toString());
        command.addAll(options);
        String jars = jars().stream()
                .map(Path::toString)
                .reduce((a, b) -> a + ":" + b)
                .orElseThrow();
        command.addAll(
                List.of("-p", jars, "--add-modules", "com.sun.jna,javafx.graphics,info.picocli", source.toString()));
        return Script.of(folder, command.toArray(String[]::new))
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .with("LANG", "C.UTF-8")
                .run();
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().matches("javafx-[a-z]+-[0-9.]+\\.jar"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyLibraryIsANamedModule() throws Exception {
        TreeSet<String> automatic = new TreeSet<>();
        for (ModuleReference module :
                ModuleFinder.of(jars().toArray(Path[]::new)).findAll()) {
            if (module.descriptor().isAutomatic()) {
                automatic.add(module.descriptor().name());
            }
        }
        assertEquals(new TreeSet<>(), automatic, "jlink refuses automatic modules");
    }

    @Test
    void nativeCodeRunsWhereTemporaryAndHomeFolderAreMountedNoexec() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("noexec"));
        String[] mounted = {
            "unshare", "--mount", "sh", "-c", "mount -t tmpfs -o noexec none " + temporary + " && exec \"$@\"", "sh"
        };
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a folder noexec");
        Outcome possible = Script.of(
                        folder,
                        Stream.concat(Stream.of(mounted), Stream.of("true")).toArray(String[]::new))
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .run();
        assumeTrue(possible.code() == 0, () -> "nothing can be mounted here: " + possible.err());
        String body = "System.out.println(com.sun.jna.Native.POINTER_SIZE);";
        List<String> options = new ArrayList<>(options());
        // JNA unpacks below the home folder first, then into the temporary one.
        options.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + temporary));
        Outcome outcome = run(body, options, mounted);
        assertEquals("8\n", outcome.out(), outcome::toString);
        options.removeIf(option -> option.startsWith("-Djna."));
        Outcome without = run(body, options, mounted);
        assertNotEquals(0, without.code(), "without its options JNA must fail here, else this test shows nothing");
    }

    @Test
    void aWindowOpensWithoutUnpackingLibrariesIntoTheHomeFolder() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        List<String> options = new ArrayList<>(options());
        options.addAll(List.of("-Duser.home=" + home, "-Dglass.platform=Headless", "-Dprism.order=sw"));
        Outcome outcome = run("""
                javafx.application.Platform.startup(() -> {
                    var stage = new javafx.stage.Stage();
                    stage.setScene(new javafx.scene.Scene(new javafx.scene.Group(), 300, 200));
                    stage.show();
                    System.out.println("shown " + stage.isShowing());
                    stage.close();
                    javafx.application.Platform.exit();
                });
                """, options);
        assertEquals("shown true\n", outcome.out(), outcome::toString);
        assertFalse(Files.exists(home.resolve(".openjfx")), outcome::toString);
    }

    @Test
    void liftedClassesDoTheSame() throws Exception {
        Path original = jars().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("picocli-"))
                .findFirst()
                .orElseThrow();
        Path lifted = folder.resolve("lifted.jar");
        Outcome lift = Script.of(
                        folder,
                        JDK.resolve("bin/java").toString(),
                        Path.of("scripts/LiftClasses.java").toAbsolutePath().toString(),
                        original.toString(),
                        lifted.toString())
                .run();
        assertEquals(0, lift.code(), lift::toString);
        String expected = help(original);
        assertTrue(expected.contains("--size=SIZE"), expected);
        assertEquals(expected, help(lifted));
    }

    /** A usage text that goes through annotations, reflection, enums, inner classes and text layout. */
    private String help(Path picocli) throws Exception {
        Path source = folder.resolve("Help.java");
        Files.writeString(source, """
                import picocli.CommandLine.*;

                @Command(name = "help", mixinStandardHelpOptions = true, subcommands = Help.Sub.class)
                public class Help implements Runnable {
                    @Option(names = {"-s", "--size"}, paramLabel = "SIZE", description = "How much.", defaultValue = "3")
                    int size;
                    @Parameters(arity = "0..*") java.nio.file.Path[] files;
                    @Command(name = "sub", description = "Below.") static class Sub implements Runnable {
                        @ArgGroup(exclusive = true) Choice choice;
                        static class Choice { @Option(names = "-a") boolean a; @Option(names = "-b") String b; }
                        public void run() { System.out.println("sub " + (choice == null ? "" : choice.b)); }
                    }
                    public void run() { System.out.println("ran " + size + java.util.Arrays.toString(files)); }
                    public static void main(String[] words) {
                        for (String line : new String[] {"--help", "-s 5 a b", "-s x", "sub -b c", "sub -a -b c", "sbu"}) {
                            System.out.println(new picocli.CommandLine(new Help())
                                    .setErr(new java.io.PrintWriter(System.out, true)).execute(line.split(" ")));
                        }
                    }
                }
                """);
        Outcome outcome = Script.of(
                        folder, JDK.resolve("bin/java").toString(), "-cp", picocli.toString(), source.toString())
                .with("COLUMNS", "80")
                .run();
        assertEquals(0, outcome.code(), outcome::toString);
        return outcome.out();
    }
}
