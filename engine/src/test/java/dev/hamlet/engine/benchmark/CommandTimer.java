package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.util.List;
import java.util.Map;

/** Runs commands of Hamlet as a person does, and takes their time. */
final class CommandTimer {
    private final ProcessLauncher launcher;
    private final String hamlet;

    /** @param hamlet the launcher script */
    CommandTimer(ProcessLauncher launcher, String hamlet) {
        this.launcher = launcher;
        this.hamlet = hamlet;
    }

    /** How long this command takes; it must succeed and print at least so many lines. */
    double seconds(Map<String, String> environment, int lines, String... words) throws Exception {
        ProcessSpec command = ProcessSpec.of(hamlet, List.of(words)).with(environment);
        long begin = System.nanoTime();
        ProcessResult result = launcher.run(command);
        double time = (System.nanoTime() - begin) / 1e9;
        Guests.require(result.succeeded(), "hamlet failed: " + result.lastLine());
        Guests.require(result.output().lines().count() >= lines, "hamlet printed too little: " + result.output());
        return time;
    }
}
