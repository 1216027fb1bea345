package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The desktop's own program for files. Safe for use by many threads; calls block. */
public final class FileBrowser {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final ProcessLauncher launcher;

    /** The program that this desktop has. */
    public FileBrowser(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    /**
     * Shows this file in its folder: with the file selected where the desktop can do that (the interface FileManager1 of
     * freedesktop.org), else the folder alone.
     *
     * @throws ProblemException {@code ToolMissing} or {@code ToolFailed} where there is no desktop that can
     */
    public void show(Path file) throws ProblemException, InterruptedException {
        Path absolute = file.toAbsolutePath();
        if (launcher.find("gdbus").isPresent() && select(absolute)) {
            return;
        }
        Path folder = Files.isDirectory(absolute) || absolute.getParent() == null ? absolute : absolute.getParent();
        if (launcher.find("xdg-open").isEmpty()) {
            throw new ProblemException(new MediaProblem.ToolMissing("xdg-open", "xdg-utils"));
        }
        launcher.runOrFail(
                ProcessSpec.of("xdg-open", List.of(folder.toUri().toString())).within(LIMIT));
    }

    private boolean select(Path file) throws ProblemException, InterruptedException {
        // The address has no quotation mark or backslash: those are written by their numbers in it.
        ProcessResult result = launcher.run(ProcessSpec.of(
                        "gdbus",
                        List.of(
                                "call",
                                "--session",
                                "--dest",
                                "org.freedesktop.FileManager1",
                                "--object-path",
                                "/org/freedesktop/FileManager1",
                                "--method",
                                "org.freedesktop.FileManager1.ShowItems",
                                "[\"" + file.toUri() + "\"]",
                                ""))
                .within(LIMIT));
        return result.succeeded();
    }
}
