package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of an OCI runtime (runc(8), crun(1)). Each runs the program once, and fails with
 * {@code ContainerRuntimeMissing} where that was uninstalled since: another one does not know the container.
 */
record OciRuntime(ProcessLauncher launcher, Namespaces namespaces, Path program, Path root) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(OciRuntime.class);
    private static final Pattern MESSAGE = Pattern.compile("msg=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Lets the program of a container that was made go. */
    ProcessResult start(ContainerId id) throws ProblemException, InterruptedException {
        return run("start", id.value());
    }

    ProcessResult kill(ContainerId id, int signal) throws ProblemException, InterruptedException {
        return run("kill", id.value(), Integer.toString(signal));
    }

    ProcessResult pause(ContainerId id) throws ProblemException, InterruptedException {
        return run("pause", id.value());
    }

    ProcessResult resume(ContainerId id) throws ProblemException, InterruptedException {
        return run("resume", id.value());
    }

    /**
     * Gives a container other limits.
     *
     * @param resources a file of them
     */
    ProcessResult update(ContainerId id, Path resources) throws ProblemException, InterruptedException {
        return run("update", "--resources", resources.toString(), id.value());
    }

    /**
     * Runs a further program in a container that runs, without input.
     *
     * @param process what it is told of it
     * @param pid the file that is to name its process
     * @param output what it writes goes there
     */
    DetachedProcess exec(ContainerFolder folder, Path process, Path pid, Path output)
            throws ProblemException, InterruptedException {
        require();
        List<String> arguments = List.of(
                "--root",
                root.toString(),
                "exec",
                "--process",
                process.toString(),
                "--pid-file",
                pid.toString(),
                folder.id().value());
        Map<String, String> environment = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return launcher.detach(namespaces.inside(
                new DetachedStart(program, arguments, environment, folder.run(), output, output), true));
    }

    /** Whether it is installed still. */
    boolean isThere() {
        return launcher.find(program.toString()).isPresent();
    }

    /**
     * Does nothing where it is installed.
     *
     * @throws ProblemException {@code ContainerRuntimeMissing}, by which it is called, not where it was
     */
    void require() throws ProblemException {
        if (!isThere()) {
            String name = String.valueOf(program.getFileName());
            throw new ProblemException(new ContainerProblem.ContainerRuntimeMissing(name, name));
        }
    }

    /** Whether it keeps anything of a container. */
    boolean knows(ContainerId id) {
        return Files.exists(root.resolve(id.value()));
    }

    /**
     * Clears away what the runtime and the kernel's groups have of a container; one that runs is killed. By force runc waits
     * 100 ms also where there is nothing to wait for, so that comes second. One that was uninstalled kills nobody; what it noted
     * goes all the same.
     */
    void delete(ContainerId id) throws ProblemException, InterruptedException {
        if (!isThere()) {
            if (knows(id)) {
                LOG.warn("{} is not there to clear {} away, which is done without it", program, id.shortened());
                ContainerFiles.delete(root.resolve(id.value()));
            }
        } else if (knows(id) && (!run("delete", id.value()).succeeded() || knows(id))) {
            var _ = run("delete", "--force", id.value());
        }
    }

    /** {@code created}, {@code running} and so on; empty for one that it does not know, or does not tell of since it is gone. */
    String status(ContainerId id) throws ProblemException, InterruptedException {
        if (!isThere()) {
            return "";
        }
        ProcessResult result = run("state", id.value());
        return result.succeeded() ? RunRecordJson.status(result.output()) : "";
    }

    private ProcessResult run(String... command) throws ProblemException, InterruptedException {
        require();
        List<String> arguments = new ArrayList<>(List.of("--root", root.toString()));
        arguments.addAll(List.of(command));
        return launcher.run(
                namespaces.inside(ProcessSpec.of(program.toString(), arguments).within(LIMIT)));
    }

    /**
     * What a runtime said of a failure. Of its errors conmon passes on only what a single read finds; its log is whole.
     *
     * @param log that the runtime was given, there or not
     * @param errors what conmon passed on
     */
    static String message(Path log, String errors) {
        try {
            String logged = Files.readString(log, StandardCharsets.UTF_8);
            return message(logged.isBlank() ? errors : logged);
        } catch (IOException e) {
            return message(errors);
        }
    }

    /** The last message of what a runtime wrote to its errors, without the clothes of a log. */
    static String message(String errors) {
        String message = errors.strip();
        Matcher matcher = MESSAGE.matcher(errors);
        while (matcher.find()) {
            message = matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        return message;
    }
}
