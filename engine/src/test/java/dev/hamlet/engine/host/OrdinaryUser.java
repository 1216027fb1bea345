package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Users;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Runs a main class of the tests as a user without rights, also where the tests are run by root. */
public final class OrdinaryUser {
    private static final String NOBODY = "65534";

    private final Path classes;

    /**
     * A user who can read the classes.
     *
     * @param folder an empty folder, which everybody may enter afterwards
     */
    public OrdinaryUser(Path folder) throws IOException {
        assumeTrue(
                !Users.isRoot()
                        || new SystemProcessLauncher(System.getenv())
                                .find("setpriv")
                                .isPresent(),
                "setpriv of util-linux is needed to give up root's rights");
        classes = Files.createDirectory(folder.resolve("classes"));
        int number = 0;
        for (String entry : entries()) {
            copy(Path.of(entry), classes.resolve(number++ + (entry.endsWith(".jar") ? ".jar" : "")));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Set<String> entries() {
        Set<String> entries = new LinkedHashSet<>(List.of("target/classes", "target/test-classes"));
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** What the class prints. */
    public ProcessResult run(Class<?> main, String... arguments) throws Exception {
        return run(withoutRights(), main, arguments);
    }

    /**
     * What the class prints where only it sees a small file system at the folder.
     *
     * @param size as tmpfs takes it
     */
    public ProcessResult runOnSmallDisk(Path folder, String size, Class<?> main, String... arguments) throws Exception {
        List<String> command = withoutRights();
        String mount = "mount -t tmpfs -o size=\"$1\" small \"$2\" && shift 2 && exec \"$@\"";
        command.addAll(List.of(
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh", size, folder.toString()));
        return run(command, main, arguments);
    }

    private static List<String> withoutRights() {
        return Users.isRoot()
                ? new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"))
                : new ArrayList<>();
    }

    /** What the class prints, run as the user of the tests. */
    public ProcessResult runAsSelf(Class<?> main, String... arguments) throws Exception {
        return run(new ArrayList<>(), main, arguments);
    }

    private ProcessResult run(List<String> command, Class<?> main, String... arguments) throws Exception {
        return run(command, Duration.ofMinutes(1), main, arguments);
    }

    /** What the class prints, run by the programs that this command is. */
    public ProcessResult run(List<String> command, Duration limit, Class<?> main, String... arguments)
            throws Exception {
        String path;
        try (Stream<Path> entries = Files.list(classes)) {
            path = String.join(
                    File.pathSeparator, entries.map(Path::toString).sorted().toList());
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                main.getName()));
        command.addAll(List.of(arguments));
        return new SystemProcessLauncher(System.getenv())
                .run(ProcessSpec.of(command.getFirst(), command.subList(1, command.size()))
                        .within(limit));
    }
}
