package dev.hamlet.engine.catalog;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Packages of this host's own distribution, fetched from the mirrors that it is set up with, into a private folder and
 * without privilege: apt keeps its cache, and its lists where those of the system are missing or stale, in that folder.
 * apt verifies what it fetches by its keys. Used by one thread.
 */
final class DebianPackages {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** Somebody waits for it. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    /** A part of apt that has no place among the programs of users. */
    private static final String HELPER = "/usr/lib/apt/apt-helper";

    /** How apt prints what it would fetch: the address in quotes, then its own name for the file. */
    private static final Pattern ADDRESS = Pattern.compile("^'([^']+/InRelease)' ", Pattern.MULTILINE);

    private final ProcessLauncher launcher;
    private final Path folder;
    private boolean ownLists;

    /** Packages fetched into this folder, which must be empty and private. */
    DebianPackages(ProcessLauncher launcher, Path folder) {
        this.launcher = launcher;
        this.folder = folder;
    }

    /** Whether this host has apt at all. */
    static boolean isAvailable(ProcessLauncher launcher) {
        return launcher.find("apt-get").isPresent() && launcher.find("dpkg-deb").isPresent();
    }

    /**
     * Whether the first mirror that apt is set up with sends the small file that its lists begin with. Asked through apt,
     * which alone knows its proxies and keys.
     */
    boolean mirrorAnswers() throws IOException, ProblemException, InterruptedException {
        if (!isAvailable(launcher) || launcher.find(HELPER).isEmpty()) {
            return false;
        }
        prepare();
        Matcher first = ADDRESS.matcher(
                launcher.run(apt("apt-get", List.of("update", "--print-uris"))).output());
        if (!first.find()) {
            return false;
        }
        List<String> arguments = List.of(
                "-o",
                "Acquire::Retries=0",
                "-o",
                "Acquire::http::Timeout=" + SHORT.toSeconds(),
                "-o",
                "Acquire::https::Timeout=" + SHORT.toSeconds(),
                "download-file",
                first.group(1),
                folder.resolve("answer").toString());
        return launcher.run(apt(HELPER, arguments).within(SHORT.multipliedBy(2)))
                .succeeded();
    }

    /**
     * Fetches these packages and unpacks them into one folder.
     *
     * @throws ProblemException {@code ToolFailed} if they cannot be had
     */
    void unpack(List<String> packages, Path into) throws IOException, ProblemException, InterruptedException {
        Path debs = Files.createDirectories(folder.resolve("debs"));
        List<String> arguments = new ArrayList<>(List.of("download"));
        arguments.addAll(packages);
        prepare();
        ProcessResult result = launcher.run(apt("apt-get", arguments).in(debs));
        if (!result.succeeded() && !ownLists) {
            // The system's lists name packages that the mirror has replaced.
            ProcessResult update = refreshLists();
            result = launcher.run(apt("apt-get", arguments).in(debs));
            if (!result.succeeded() && !update.succeeded()) {
                throw failed(update);
            }
        }
        if (!result.succeeded()) {
            throw failed(result);
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(debs, "*.deb")) {
            for (Path deb : all) {
                launcher.runOrFail(ProcessSpec.of("dpkg-deb", List.of("-x", deb.toString(), into.toString()))
                        .within(LIMIT));
                Files.delete(deb);
            }
        }
    }

    /**
     * The packages that this one needs, itself included, whose names match; empty if apt knows no such package.
     *
     * @throws ProblemException {@code ToolFailed} if apt cannot fetch its lists
     */
    Set<String> needed(String name, Pattern names) throws IOException, ProblemException, InterruptedException {
        prepare();
        Set<String> found = dependencies(name, names);
        if (found.isEmpty() && !ownLists) {
            ProcessResult update = refreshLists();
            found = dependencies(name, names);
            if (found.isEmpty() && !update.succeeded()) {
                throw failed(update);
            }
        }
        return found;
    }

    /**
     * What apt knows of the lists of packages that it has, a line each in this format of {@code apt-get indextargets}.
     * Where the system has none, they are fetched first.
     */
    List<String> indexes(String format) throws IOException, ProblemException, InterruptedException {
        prepare();
        List<String> arguments = List.of("indextargets", "--format", format, "Identifier: Packages");
        ProcessResult result = launcher.run(apt("apt-get", arguments));
        if (result.output().isBlank() && !ownLists) {
            ProcessResult _ = refreshLists();
            result = launcher.run(apt("apt-get", arguments));
        }
        return result.output().lines().toList();
    }

    private Set<String> dependencies(String name, Pattern names) throws ProblemException, InterruptedException {
        List<String> arguments = List.of(
                "depends",
                "--recurse",
                "--no-recommends",
                "--no-suggests",
                "--no-conflicts",
                "--no-breaks",
                "--no-replaces",
                "--no-enhances",
                name);
        Set<String> found = new TreeSet<>();
        launcher.run(apt("apt-cache", arguments)).output().lines().forEach(line -> {
            // Lines at the margin are packages; those indented say why.
            if (names.matcher(line).matches()) {
                found.add(line);
            }
        });
        return found;
    }

    private void prepare() throws IOException {
        Files.createDirectories(folder.resolve("cache").resolve("archives").resolve("partial"));
    }

    /** One broken source among many makes apt fail and yet fetch the rest: only what follows tells. */
    private ProcessResult refreshLists() throws IOException, ProblemException, InterruptedException {
        Files.createDirectories(folder.resolve("lists").resolve("partial"));
        ownLists = true;
        return launcher.run(apt("apt-get", List.of("update")));
    }

    private ProcessSpec apt(String program, List<String> words) {
        List<String> arguments = new ArrayList<>(List.of(
                "-q",
                "-o",
                "Dir::Cache=" + folder.resolve("cache"),
                // The caches of parsed lists would be 50 MB for one use.
                "-o",
                "Dir::Cache::pkgcache=",
                "-o",
                "Dir::Cache::srcpkgcache=",
                // Nobody else works in this folder, and apt's own user could not enter it.
                "-o",
                "Debug::NoLocking=1",
                "-o",
                "APT::Sandbox::User=root",
                "-o",
                "Acquire::Retries=2",
                "-o",
                "Acquire::Languages=none"));
        if (ownLists) {
            arguments.addAll(List.of("-o", "Dir::State::lists=" + folder.resolve("lists")));
        }
        arguments.addAll(words);
        return ProcessSpec.of(program, arguments).within(LIMIT);
    }

    private static ProblemException failed(ProcessResult result) {
        return new ProblemException(new MediaProblem.ToolFailed("apt-get", result.code(), result.lastLine()));
    }
}
