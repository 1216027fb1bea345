package dev.hamlet.engine.process;

import java.util.List;

/**
 * How a program ended.
 *
 * @param code its exit code; 128 + n where signal n ended it
 * @param output its standard output, whole up to 16 MiB
 * @param errorLines the last lines of its standard error, at most 200
 */
public record ProcessResult(int code, String output, List<String> errorLines) {
    /** Copies the lines. */
    public ProcessResult {
        errorLines = List.copyOf(errorLines);
    }

    /** Whether it ended with 0. */
    public boolean succeeded() {
        return code == 0;
    }

    /** The last line of its standard error that is not blank, else of its output, else empty. */
    public String lastLine() {
        for (int i = errorLines.size() - 1; i >= 0; i--) {
            if (!errorLines.get(i).isBlank()) {
                return errorLines.get(i).strip();
            }
        }
        return output.lines().filter(line -> !line.isBlank()).reduce("", (first, last) -> last.strip());
    }
}
