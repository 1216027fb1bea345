package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the installed QEMU once what it can do, and keeps the answer by the program's path, size and time and by the
 * running kernel; an upgrade of either asks anew. Safe for use by many threads.
 */
final class QemuProbe {
    /** Older ones lack JSON for {@code -device}, and {@code -action}. */
    static final String OLDEST = "6.2";

    private static final Logger LOG = LoggerFactory.getLogger(QemuProbe.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String program;
    private final HamletPaths paths;
    private final ProcessLauncher launcher;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Known known;

    /**
     * A probe of one program.
     *
     * @param program its name, looked up on the search path, or its whole path
     */
    QemuProbe(String program, HamletPaths paths, ProcessLauncher launcher) {
        this.program = program;
        this.paths = paths;
        this.launcher = launcher;
    }

    /**
     * What it can do: from memory, from the cache, or by asking it, which takes about half a second.
     *
     * @throws ProblemException {@code QemuMissing}, {@code QemuTooOld}, or {@code ToolFailed} if it does not answer
     */
    QemuFacts facts() throws ProblemException, InterruptedException {
        Path file = launcher.find(program)
                .orElseThrow(() -> new ProblemException(new HostProblem.QemuMissing(program, "qemu-system-x86")));
        String stamp = stamp(file);
        asking.lockInterruptibly();
        try {
            Known last = known;
            if (last != null && last.stamp().equals(stamp)) {
                return last.facts();
            }
            Path kept = paths.probes().resolve("qemu.json");
            Optional<QemuFacts> cached = read(kept, stamp);
            QemuFacts facts = cached.isPresent() ? cached.get() : ask(file, kept, stamp);
            known = new Known(stamp, facts);
            return facts;
        } finally {
            asking.unlock();
        }
    }

    private static String stamp(Path file) throws ProblemException {
        try {
            Path real = file.toRealPath();
            return "%s %d %s %s"
                    .formatted(
                            real, Files.size(real), Files.getLastModifiedTime(real), System.getProperty("os.version"));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private static Optional<QemuFacts> read(Path kept, String stamp) {
        try {
            return QemuFactsJson.read(Files.readAllBytes(kept), stamp);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private QemuFacts ask(Path file, Path kept, String stamp) throws ProblemException, InterruptedException {
        HamletPaths.makePrivate(paths.probes());
        Path questions = null;
        try {
            questions = Files.createTempFile(paths.probes(), "questions", ".json");
            Files.writeString(questions, QemuFactsJson.questions(questions));
            ProcessResult result = launcher.run(ProcessSpec.of(
                            file.toString(),
                            List.of(
                                    "-S",
                                    "-no-user-config",
                                    "-nodefaults",
                                    "-M",
                                    "none",
                                    "-display",
                                    "none",
                                    "-qmp",
                                    "stdio"))
                    .reading(questions)
                    .within(LIMIT));
            QemuFacts facts = QemuFactsJson.answers(file, result);
            if (isOlder(facts.version(), OLDEST)) {
                throw new ProblemException(new HostProblem.QemuTooOld(facts.version(), OLDEST));
            }
            WholeFile.write(kept, QemuFactsJson.write(facts, stamp).getBytes(StandardCharsets.UTF_8));
            return facts;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(paths.probes(), WholeFile.reason(e)), e);
        } finally {
            delete(questions);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} could not be deleted", file, e);
        }
    }

    /** Whether a version is older than another, part by part, as numbers. */
    static boolean isOlder(String version, String than) {
        String[] left = version.split("\\.");
        String[] right = than.split("\\.");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int difference = Integer.compare(part(left, i), part(right, i));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int part(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }

    private record Known(String stamp, QemuFacts facts) {}
}
