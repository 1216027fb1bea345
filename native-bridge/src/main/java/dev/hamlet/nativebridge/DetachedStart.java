package dev.hamlet.nativebridge;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start beside this program, to outlive it. All text reaches the new process as UTF-8, whatever the locale.
 *
 * @param program the file to run; no search path is looked at
 * @param arguments its arguments, without the name that stands before them
 * @param environment its whole environment; nothing else is inherited
 * @param workingDirectory where it starts
 * @param stdout the file that its output is appended to, made with mode 0600 if missing
 * @param stderr likewise for its errors; may be the same file
 * @param descriptors the only open files it is given besides the standard streams
 */
public record DetachedStart(
        Path program,
        List<String> arguments,
        Map<String, String> environment,
        Path workingDirectory,
        Path stdout,
        Path stderr,
        List<PassedDescriptor> descriptors) {

    /** Copies the collections; refuses two descriptors with one target, and variable names that cannot be. */
    public DetachedStart {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        descriptors = List.copyOf(descriptors);
        if (descriptors.stream().mapToInt(PassedDescriptor::target).distinct().count() != descriptors.size()) {
            throw new IllegalArgumentException("Two descriptors with one target: " + descriptors);
        }
        for (String name : environment.keySet()) {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("Not a name of an environment variable: '" + name + "'");
            }
        }
    }

    /** A start that is given no descriptors. */
    public DetachedStart(
            Path program,
            List<String> arguments,
            Map<String, String> environment,
            Path workingDirectory,
            Path stdout,
            Path stderr) {
        this(program, arguments, environment, workingDirectory, stdout, stderr, List.of());
    }
}
