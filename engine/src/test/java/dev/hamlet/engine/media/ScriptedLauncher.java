package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers in place of programs, and keeps what they were asked. */
final class ScriptedLauncher implements ProcessLauncher {
    /** Plays one program. */
    @FunctionalInterface
    interface Script {
        ProcessResult run(ProcessSpec spec, Consumer<String> line) throws InterruptedException;
    }

    final List<ProcessSpec> asked = new ArrayList<>();
    private final Script script;
    private boolean installed = true;

    ScriptedLauncher(Script script) {
        this.script = script;
    }

    /** Every program ends with 0 and says this. */
    static ScriptedLauncher saying(String output) {
        return new ScriptedLauncher((spec, line) -> new ProcessResult(0, output, List.of()));
    }

    /** Every program fails with these lines. */
    static ScriptedLauncher failing(int code, String... errorLines) {
        return new ScriptedLauncher((spec, line) -> new ProcessResult(code, "", List.of(errorLines)));
    }

    ScriptedLauncher withNothingInstalled() {
        installed = false;
        return this;
    }

    List<String> lastArguments() {
        return asked.getLast().arguments();
    }

    @Override
    public Optional<Path> find(String program) {
        return installed ? Optional.of(Path.of("/usr/bin", program)) : Optional.empty();
    }

    @Override
    public ProcessResult run(ProcessSpec spec, Consumer<String> line) throws ProblemException, InterruptedException {
        asked.add(spec);
        return script.run(spec, line);
    }

    @Override
    public DetachedProcess detach(DetachedStart start) {
        throw new UnsupportedOperationException("nothing here outlives a test");
    }
}
