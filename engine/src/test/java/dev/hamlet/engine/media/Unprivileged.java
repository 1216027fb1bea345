package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Reads a disk in a JVM that may not override permissions. Root gives up the capabilities for that rather than its
 * identity, since a stranger could not read the build's own files.
 */
public final class Unprivileged {
    private Unprivileged() {}

    /** Takes all permissions from the file, and answers the problem that such a JVM has with it. */
    static String inspect(ProcessLauncher launcher, Path file) throws Exception {
        return run(launcher, file, Unprivileged.class);
    }

    /** The same with another program, which is given the file and prints the problem. */
    public static String run(ProcessLauncher launcher, Path file, Class<?> program) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        List<String> arguments = new ArrayList<>();
        boolean root = System.getProperty("user.name", "").equals("root");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (root) {
            Assumptions.assumeTrue(launcher.find("setpriv").isPresent(), "root without setpriv cannot give up rights");
            String dropped = "-dac_override,-dac_read_search";
            arguments.addAll(List.of("--bounding-set=" + dropped, "--inh-caps=" + dropped, java.toString()));
        }
        arguments.addAll(List.of("-cp", classPath(), program.getName(), file.toString()));
        ProcessResult result = launcher.run(ProcessSpec.of(root ? "setpriv" : java.toString(), arguments));
        return result.succeeded()
                ? result.output().strip()
                : result.errorLines().toString();
    }

    private static String classPath() {
        return Stream.of(
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        Path.of("target/classes").toAbsolutePath().toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The part in the other JVM. */
    public static void main(String[] arguments) {
        try {
            System.out.println(DiskHeader.read(Path.of(arguments[0])));
        } catch (ProblemException e) {
            System.out.println(e.problem());
        }
    }
}
