package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where deleted machines wait. Moving there is a rename: nothing is copied, and nothing is lost by a crash. */
final class Trash {
    /** In a machine's folder whose machine is in the trash, while files of it are still used by others. */
    static final String KEPT = "kept.txt";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final MachineContext context;

    private Trash(MachineContext context) {
        this.context = context;
    }

    static Trash of(MachineContext context) {
        return new Trash(context);
    }

    Deletion take(Machine machine, Function<Path, List<String>> users, Progress progress)
            throws ProblemException, InterruptedException {
        Path from = machine.folder().path();
        Path trash = context.paths().trashOf(Objects.requireNonNull(from.getParent()));
        HamletPaths.makePrivate(trash);
        Path to = trash.resolve(machine.id() + "-" + STAMP.format(context.time().now()));
        try {
            Map<Path, List<String>> kept = usedFiles(from, users);
            progress.check();
            if (kept.isEmpty()) {
                Files.move(from, to);
            } else {
                moveAllBut(from, to, kept);
            }
            return new Deletion(to, kept);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(to, WholeFile.reason(e)), e);
        }
    }

    private static Map<Path, List<String>> usedFiles(Path folder, Function<Path, List<String>> users)
            throws IOException {
        Map<Path, List<String>> used = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<String> names = users.apply(file);
                if (!names.isEmpty()) {
                    used.put(file, names);
                }
            }
        }
        return used;
    }

    private static void moveAllBut(Path from, Path to, Map<Path, List<String>> kept) throws IOException {
        StringBuilder why =
                new StringBuilder("The machine of this folder is in the trash. These files are still used:\n");
        kept.forEach((file, names) -> why.append(from.relativize(file))
                .append(": ")
                .append(String.join(", ", names))
                .append('\n'));
        WholeFile.write(from.resolve(KEPT), why.toString().getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(to);
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.filter(file -> Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path file : all) {
            if (!kept.containsKey(file) && !file.getFileName().toString().equals(KEPT)) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.move(file, target);
            }
        }
    }
}
