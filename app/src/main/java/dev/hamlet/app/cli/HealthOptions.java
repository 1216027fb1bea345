package dev.hamlet.app.cli;

import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How a container is asked for its health, named as docker and podman users name it; what is not said is the image's. */
final class HealthOptions {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(h|ms|m|s)");

    @Option(
            names = "--health-cmd",
            paramLabel = "COMMAND",
            description = "What a shell in it is asked now and then: 0 is healthy.")
    private String command = "";

    @Option(names = "--health-interval", paramLabel = "TIME", description = "Between two questions, such as 1m30s.")
    private String interval = "";

    @Option(names = "--health-timeout", paramLabel = "TIME", description = "For one answer.")
    private String timeout = "";

    @Option(names = "--health-retries", paramLabel = "N", description = "Bad answers in a row that make it unhealthy.")
    private int retries;

    @Option(
            names = "--health-start-period",
            paramLabel = "TIME",
            description = "In which bad answers do not count until the first good one.")
    private String startPeriod = "";

    @Option(names = "--health-start-interval", paramLabel = "TIME", description = "Between questions in that time.")
    private String startInterval = "";

    @Option(names = "--no-healthcheck", description = "Do not ask, whatever the image says.")
    private boolean none;

    HealthCheck check() throws ProblemException {
        HealthCheck said = new HealthCheck(
                command.isEmpty() ? List.of() : List.of("CMD-SHELL", command),
                time("--health-interval", interval),
                time("--health-timeout", timeout),
                time("--health-start-period", startPeriod),
                time("--health-start-interval", startInterval),
                Math.max(0, retries));
        if (!none) {
            return said;
        } else if (!said.equals(HealthCheck.UNSAID)) {
            throw invalid("--no-healthcheck", command, "no other --health option");
        }
        return Upkeep.UNASKED;
    }

    /** As Go writes times: {@code 1m30s}, {@code 500ms}; nothing is nothing. */
    static Duration time(String option, String written) throws ProblemException {
        Duration time = Duration.ZERO;
        Matcher part = PART.matcher(written);
        int end = 0;
        while (part.find() && part.start() == end) {
            double seconds = Double.parseDouble(part.group(1))
                    * switch (part.group(2)) {
                        case "h" -> 3600;
                        case "m" -> 60;
                        case "s" -> 1;
                        default -> 0.001;
                    };
            time = time.plusNanos(Math.round(seconds * 1e9));
            end = part.end();
        }
        if (end != written.length()) {
            throw invalid(option, written, "30s, 1m30s, 500ms, 2h");
        }
        return time;
    }

    private static ProblemException invalid(String option, String value, String allowed) {
        return new ProblemException(new ContainerProblem.ContainerSettingInvalid(option, value, allowed));
    }
}
