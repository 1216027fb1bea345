package dev.hamlet.installers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A small tree with the real scripts. Its Maven is a script that lays a ready jar where the build would and notes that
 * it ran; its program prints arguments, folder and the properties that the scripts set, and ends with the number of its
 * arguments. The JDK is a script that prints the same, or the real one.
 */
final class ToyTree {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String PROGRAM = """
            package dev.hamlet.app;

            import java.util.List;

            public final class Main {
                public static void main(String[] arguments) {
                    System.out.println("arguments " + String.join("|", arguments));
                    System.out.println("folder " + System.getProperty("user.dir"));
                    System.out.println("jdk " + System.getProperty("java.home"));
                    System.out.println("locale " + System.getProperty("hamlet.user.locale"));
                    System.out.println("names " + System.getProperty("sun.jnu.encoding"));
                    System.out.println("home " + System.getenv("HOME"));
                    System.out.println("options "
                            + java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
                    System.exit(List.of(arguments).contains("vm") ? 0 : arguments.length);
                }
            }
            """;
    /** Prints the same as the program, but takes no time to start. Training leaves a file, as the real one does. */
    private static final String QUICK_JAVA = """
            locale=null
            options=
            for word in "$@"; do
                case $word in
                    -version) exit 0 ;;
                    *LiftClasses.java) exit 1 ;;
                    -Dhamlet.user.locale=*) locale=${word#*=} ;;
                    -XX:AOTCacheOutput=*window.aot*)
                        if [ -e "${0%/bin/java}/stuck" ]; then echo again >>"${0%/bin/java}/stuck"; exec sleep 1000; fi
                        : >"${word#*=}"
                        ;;
                    -XX:AOTCacheOutput=*) : >"${word#*=}" ;;
                esac
            done
            while [ "$1" != -m ]; do options="$options $1"; shift; done
            shift 2
            for word in "$@"; do [ "$word" != vm ] || exit 0; done
            printf 'arguments '
            (IFS='|'; printf '%s\n' "$*")
            printf 'folder %s\njdk %s\nlocale %s\nhome %s\noptions %s\n' \
                "$PWD" "${0%/bin/java}" "$locale" "$HOME" "$options"
            exit $#
            """;

    private static final String MAVEN = """
            #!/usr/bin/env bash
            set -eu
            here=$(cd "$(dirname "$0")" && pwd)
            printf '%s\\n' "$*" >>"$here/calls"
            printf '%s\\n' "$PWD" >"$here/folder"
            env >"$here/environment"
            for word in ${MAVEN_OPTS:-}; do
                if [[ $word == @* ]]; then cat "${word#@}" >"$here/argument-file"; fi
            done
            if [[ -e $here/fails ]]; then
                echo '[ERROR] Something is wrong with the sources'
                exit 1
            fi
            mkdir -p installers/target/lib
            cp "$here/toy.jar" installers/target/lib/hamlet-app-0.1.0.jar
            """;

    private final Path root;
    private final Path tools;
    private final Path home;
    private Path jdk;

    private ToyTree(Path root, Path tools, Path home, Path jdk) {
        this.root = root;
        this.tools = tools;
        this.home = home;
        this.jdk = jdk;
    }

    /** Lays a tree called {@code name} in {@code folder}, with its tools and a home folder beside it. */
    static ToyTree in(Path folder, String name) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ToyTree tree = new ToyTree(
                folder.resolve(name),
                Files.createDirectory(folder.resolve("tools")),
                Files.createDirectory(folder.resolve("home")),
                jdk(folder.resolve("quick-jdk"), "25.0.1", QUICK_JAVA));
        Path scripts = Files.createDirectories(tree.root.resolve("installers/scripts"));
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("installers/scripts"))) {
            for (Path file : files.toList()) {
                Files.copy(file, scripts.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        for (String file : List.of("hamlet", "test", "installers/jvm.options")) {
            Files.copy(REPOSITORY.resolve(file), tree.root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectories(tree.root.resolve(".mvn"));
        Files.writeString(tree.root.resolve("pom.xml"), "<project/>\n");
        Files.writeString(tree.root.resolve("installers/pom.xml"), "<project/>\n");
        Files.createDirectories(tree.root.resolve("app/src/main/java"));
        // The guide is part of the program.
        Files.createDirectories(tree.root.resolve("docs"));
        Files.writeString(tree.source(), "one\n");
        Files.writeString(tree.root.resolve("app/pom.xml"), "<project/>\n");
        Files.createFile(tree.tools.resolve("toy.jar"));
        tree.tool("mvn", MAVEN);
        return tree;
    }

    /** From now on a window that is drawn without a display never comes up; its training ends after a second. */
    ToyTree withStuckWindow() throws IOException {
        Files.createFile(jdk.resolve("stuck"));
        Path training = root.resolve("installers/scripts/training.sh");
        String script = Files.readString(training);
        String shorter = script.replace("\ntraining_limit=60\n", "\ntraining_limit=1\n");
        if (shorter.equals(script)) {
            throw new IOException("training.sh has no limit of the training");
        }
        Files.writeString(training, shorter);
        return this;
    }

    /** From now on the program is a real one and the JDK is that of the tests. Each image then takes seconds to make. */
    ToyTree withRealJdk() throws IOException {
        jdk = Path.of(System.getProperty("java.home"));
        Path sources = Files.createDirectories(tools.resolve("toy/dev/hamlet/app"));
        Path module = tools.resolve("toy/module-info.java");
        Files.writeString(sources.resolve("Main.java"), PROGRAM);
        Files.writeString(module, "module hamlet.app { requires java.management; }\n");
        Path classes = tools.resolve("toy/classes");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        sources.resolve("Main.java").toString(),
                        module.toString());
        if (status != 0) {
            throw new IOException("The toy program does not compile");
        }
        java.util.spi.ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--file",
                        tools.resolve("toy.jar").toString(),
                        "-C",
                        classes.toString(),
                        ".");
        return this;
    }

    /** Puts a program of that name at the front of the PATH. */
    void tool(String name, String text) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** How often a stuck window was tried. */
    int stuckWindows() throws IOException {
        return Files.readAllLines(jdk.resolve("stuck")).size();
    }

    /** The newest run image. */
    Path image() throws IOException {
        Path run = root.resolve("installers/target/run");
        return run.resolve(Files.readAllLines(run.resolve("current")).getFirst());
    }

    /** Another JDK that starts at once, beside the tree. */
    Path quickJdk(String name, String version) throws IOException {
        return jdk(root.resolveSibling(name), version, QUICK_JAVA);
    }

    /** A folder that looks like a JDK of that version, whose java and javac are these shell lines. */
    static Path jdk(Path folder, String version, String java) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        for (String name : List.of("java", "javac")) {
            Path file = folder.resolve("bin").resolve(name);
            Files.writeString(file, "#!/bin/sh\n" + java + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(
                folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"" + machine() + "\"\n");
        return folder;
    }

    private static String machine() {
        String machine = System.getProperty("os.arch");
        return machine.equals("amd64") ? "x86_64" : machine;
    }

    Path root() {
        return root;
    }

    Path home() {
        return home;
    }

    Path tools() {
        return tools;
    }

    Path source() {
        return root.resolve("app/src/main/java/Toy.java");
    }

    /** How often Maven was started. */
    int builds() throws IOException {
        Path calls = tools.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    /** The text that the toy Maven left under this name, or empty if it left none. */
    String left(String name) throws IOException {
        Path file = tools.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** All paths below a folder that belong to {@code owner}. */
    static List<Path> ownedBy(Path folder, String owner) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> {
                        try {
                            return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
                                    .getName()
                                    .equals(owner);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    Script hamlet(String... arguments) {
        return environment(Script.of(
                home,
                Stream.concat(Stream.of(root.resolve("hamlet").toString()), Stream.of(arguments))
                        .toArray(String[]::new)));
    }

    /** These lines of bash with the scripts' library read. */
    Script lines(String lines) {
        return environment(Script.lines(root, home, lines));
    }

    private Script environment(Script script) {
        return script.with("PATH", tools + ":/usr/sbin:/usr/bin:/sbin:/bin")
                .with("HOME", home.toString())
                .with("LANG", "C.UTF-8")
                .with("JAVA_HOME", jdk.toString());
    }

    /** The value that the program printed under a name. */
    static String printed(Script.Outcome outcome, String name) {
        Optional<String> line = outcome.out()
                .lines()
                .filter(one -> one.startsWith(name + " "))
                .map(one -> one.substring(name.length() + 1))
                .findFirst();
        return line.orElseThrow(() -> new AssertionError("no line \"" + name + "\" in " + outcome));
    }
}
