package dev.hamlet.engine.media;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of qemu-img. Files are given as absolute paths after {@code --}: one that begins with a slash is for QEMU never
 * an option, a protocol or {@code json:}, whatever characters follow.
 */
final class QemuImg {
    private static final String PROGRAM = "qemu-img";
    private static final String PACKAGE = "qemu-utils";
    private static final Pattern PROGRESS = Pattern.compile("\\s*\\((\\d{1,3}(?:\\.\\d+)?)/100%\\)\\s*");
    private static final Duration LONG = Duration.ofHours(24);

    private final ProcessLauncher launcher;

    QemuImg(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    /** Runs it and answers whatever came. */
    ProcessResult run(List<String> arguments) throws ProblemException, InterruptedException {
        requireInstalled();
        return launcher.run(ProcessSpec.of(PROGRAM, arguments));
    }

    /** Runs it on this file and answers what it printed. */
    String runOrFail(Path file, List<String> arguments) throws ProblemException, InterruptedException {
        return answer(file, file, run(arguments));
    }

    /** Runs it to read {@code file} and write {@code written}. */
    void runOrFail(Path file, Path written, List<String> arguments) throws ProblemException, InterruptedException {
        answer(file, written, run(arguments));
    }

    /** Runs long work that reads {@code file}, writes {@code written} and tells how far it is ({@code -p}). */
    void runLong(Path file, Path written, List<String> arguments, Progress progress)
            throws ProblemException, InterruptedException {
        requireInstalled();
        ProcessSpec spec = ProcessSpec.of(PROGRAM, arguments).within(LONG);
        answer(file, written, launcher.run(spec, line -> report(line, progress)));
        progress.fraction(1);
    }

    private static void report(String line, Progress progress) {
        Matcher percent = PROGRESS.matcher(line);
        if (percent.matches()) {
            progress.fraction(Math.min(1, Double.parseDouble(percent.group(1)) / 100));
        }
    }

    private void requireInstalled() throws ProblemException {
        if (launcher.find(PROGRAM).isEmpty()) {
            throw new ProblemException(new MediaProblem.ToolMissing(PROGRAM, PACKAGE));
        }
    }

    private static String answer(Path file, Path written, ProcessResult result) throws ProblemException {
        if (!result.succeeded()) {
            throw new ProblemException(problem(file, written, result));
        }
        return result.output();
    }

    /** Whether the run failed because the image is open elsewhere (QEMU's image locking). */
    static boolean saysLocked(ProcessResult result) {
        return !result.succeeded()
                && result.errorLines().stream()
                        .anyMatch(line -> line.contains("Failed to get") && line.endsWith("lock"));
    }

    private static Problem problem(Path file, Path written, ProcessResult result) {
        String last = result.errorLines().stream()
                .filter(line -> line.startsWith(PROGRAM + ": "))
                .reduce(result.lastLine(), (first, second) -> second);
        if (saysLocked(result)) {
            return new MediaProblem.DiskInUse(file, FileHolder.of(file));
        } else if (last.endsWith("No space left on device")) {
            Path folder = PartFile.folderOf(written);
            return new MediaProblem.SpaceShort(folder, 0, FreeSpace.of(folder));
        } else if (last.endsWith("Permission denied")) {
            return new MediaProblem.FileUnreadable(file, "permission denied");
        }
        return new MediaProblem.ToolFailed(PROGRAM, result.code(), last);
    }
}
