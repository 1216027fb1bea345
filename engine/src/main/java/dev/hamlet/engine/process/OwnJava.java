package dev.hamlet.engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of Hamlet in a Java of its own: what has to be done with other rights, or to outlive this program. */
public final class OwnJava {
    private OwnJava() {}

    /**
     * A program that is started quickly and works for seconds.
     *
     * @param main has the method {@code main}
     */
    public static ProcessSpec of(Class<?> main, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main.getName()));
        words.addAll(arguments);
        return ProcessSpec.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), words);
    }

    /** Where the classes of this program lie, those of modules too. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                if (!entry.isEmpty()) {
                    Path path = Path.of(entry).toAbsolutePath();
                    entries.add(hasArchives(path) ? path.resolve("*").toString() : path.toString());
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static boolean hasArchives(Path folder) {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.jar")) {
            return archives.iterator().hasNext();
        } catch (IOException e) {
            // A file, or nothing.
            return false;
        }
    }
}
