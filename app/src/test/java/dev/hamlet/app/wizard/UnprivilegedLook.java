package dev.hamlet.app.wizard;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Looks at a CD image in a JVM that may not override permissions, as that of an ordinary user may not. */
final class UnprivilegedLook {
    private UnprivilegedLook() {}

    /** Takes all permissions from the file, and answers the problem that such a JVM has with it. */
    static String at(Path file) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        SystemProcessLauncher launcher = new SystemProcessLauncher(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
        List<String> arguments = new ArrayList<>();
        boolean root = System.getProperty("user.name", "").equals("root");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (root) {
            Assumptions.assumeTrue(launcher.find("setpriv").isPresent(), "root without setpriv cannot give up rights");
            String dropped = "-dac_override,-dac_read_search";
            arguments.addAll(List.of("--bounding-set=" + dropped, "--inh-caps=" + dropped, java.toString()));
        }
        String path = Stream.of(
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        Path.of("target/classes").toAbsolutePath().toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        Path home = Files.createTempDirectory(file.getParent(), "home");
        arguments.addAll(List.of("-cp", path, UnprivilegedLook.class.getName(), home.toString(), file.toString()));
        ProcessResult result = launcher.run(ProcessSpec.of(root ? "setpriv" : java.toString(), arguments));
        return result.succeeded()
                ? result.output().strip()
                : result.errorLines().toString();
    }

    /** The part in the other JVM. */
    public static void main(String[] arguments) throws Exception {
        try (TestHost host = new TestHost(Path.of(arguments[0]))) {
            System.out.println(new EngineWorkshop(host.engine, Path.of(arguments[0])).cd(Path.of(arguments[1])));
        } catch (ProblemException e) {
            System.out.println(e.problem());
        }
    }
}
