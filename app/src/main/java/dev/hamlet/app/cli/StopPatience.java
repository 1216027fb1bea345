package dev.hamlet.app.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long containers that are to stop may take. */
final class StopPatience {
    @Option(
            names = {"-t", "--time"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait before it is killed (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    Duration value() {
        return Duration.ofSeconds(Math.max(0, seconds));
    }
}
