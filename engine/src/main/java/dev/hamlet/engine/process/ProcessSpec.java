package dev.hamlet.engine.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run to its end.
 *
 * @param program its name, looked up on the search path, or its whole path
 * @param arguments each as the program shall see it; no shell reads them
 * @param environment added to Hamlet's own environment; {@code LC_ALL=C.UTF-8} is always set, since output is parsed
 * @param directory its working directory, or null for Hamlet's own
 * @param input a file for its standard input, or null for none
 * @param limit after this time it is killed
 * @param fed what it reads instead of a file, or null
 * @param endsWithHamlet whether the system kills it when Hamlet itself is killed; without that it goes on to its end, or
 *     until it writes to Hamlet in vain
 */
public record ProcessSpec(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        @Nullable Path directory,
        @Nullable Path input,
        @Nullable ProcessInput fed,
        Duration limit,
        boolean endsWithHamlet) {
    /** Copies the lists. */
    public ProcessSpec {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A program with these arguments and a limit of one minute. */
    public static ProcessSpec of(String program, List<String> arguments) {
        return new ProcessSpec(program, arguments, Map.of(), null, null, null, Duration.ofMinutes(1), false);
    }

    /** The same with another limit. */
    public ProcessSpec within(Duration time) {
        return new ProcessSpec(program, arguments, environment, directory, input, fed, time, endsWithHamlet);
    }

    /** The same in another working directory. */
    public ProcessSpec in(Path folder) {
        return new ProcessSpec(program, arguments, environment, folder, input, fed, limit, endsWithHamlet);
    }

    /** The same with this added to the environment. */
    public ProcessSpec with(Map<String, String> variables) {
        return new ProcessSpec(program, arguments, variables, directory, input, fed, limit, endsWithHamlet);
    }

    /** The same with this file as its standard input. */
    public ProcessSpec reading(Path file) {
        return new ProcessSpec(program, arguments, environment, directory, file, null, limit, endsWithHamlet);
    }

    /** The same, which reads this. */
    public ProcessSpec feeding(ProcessInput what) {
        return new ProcessSpec(program, arguments, environment, directory, null, what, limit, endsWithHamlet);
    }

    /** The same, killed by the system when Hamlet is killed, where setpriv(1) is installed. */
    public ProcessSpec endingWithHamlet() {
        return new ProcessSpec(program, arguments, environment, directory, input, fed, limit, true);
    }
}
