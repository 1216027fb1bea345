package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a main class of this module, tests included, in a Java of its own: as an ordinary user even where the tests run
 * as root, or in another locale. The modules are copied to where that user can read them.
 */
public final class OtherJvm {
    private static final String NOBODY = "65534";

    private final Path modules;

    /**
     * Copies the modules.
     *
     * @param folder an empty folder, which everybody may enter afterwards
     */
    public OtherJvm(Path folder) throws IOException {
        modules = Files.createDirectory(folder.resolve("modules"));
        Path own = Files.createDirectory(modules.resolve("hamlet.nativebridge"));
        // Tests are patched into the module: both trees become one again.
        copyTree(Path.of("target/classes"), own);
        copyTree(Path.of("target/test-classes"), own);
        for (String entry : System.getProperty("jdk.module.path", "").split(File.pathSeparator, -1)) {
            Path file = Path.of(entry);
            String name = file.getFileName().toString();
            if (name.startsWith("jna-")) {
                Files.copy(file, modules.resolve(name));
            }
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What a main class prints, run as an ordinary user. */
    public List<String> runOrdinary(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (Users.isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        return run(command, Map.of(), main, arguments);
    }

    /** What a main class prints, run with these environment variables besides. */
    public List<String> run(Map<String, String> environment, Class<?> main, String... arguments) throws Exception {
        return run(new ArrayList<>(), environment, main, arguments);
    }

    /** What a main class prints, run by the program that this command is. */
    public List<String> run(List<String> under, Class<?> main, String... arguments) throws Exception {
        return run(new ArrayList<>(under), Map.of(), main, arguments);
    }

    private List<String> run(List<String> command, Map<String, String> environment, Class<?> main, String... arguments)
            throws Exception {
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--illegal-native-access=deny",
                "--enable-native-access=com.sun.jna",
                "-p",
                modules.toString(),
                "-m",
                "hamlet.nativebridge/" + main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var output = process.inputReader()) {
            List<String> lines = output.lines().toList();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
