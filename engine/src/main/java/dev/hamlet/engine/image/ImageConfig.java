package dev.hamlet.engine.image;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How containers of an image are run, and what its layers are (OCI image specification, "Image Configuration"; Docker's
 * alike). Absent values are empty.
 *
 * @param platform what it runs on
 * @param created when it was made
 * @param author who made it
 * @param run how its containers are run
 * @param diffIds digests of the layers as they are unpacked, lowest first
 * @param history how it was made, oldest step first
 */
public record ImageConfig(
        Platform platform,
        Optional<Instant> created,
        String author,
        RunConfig run,
        List<BlobDigest> diffIds,
        List<Step> history) {
    /** Copies the lists. */
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /** The same with other layers and steps. */
    ImageConfig with(List<BlobDigest> otherDiffIds, List<Step> steps) {
        return new ImageConfig(platform, created, author, run, otherDiffIds, steps);
    }

    /**
     * How containers are run where nobody says otherwise.
     *
     * @param user {@code user}, {@code uid}, {@code user:group} or {@code uid:gid}
     * @param entrypoint the program and its first arguments
     * @param command what follows it
     * @param environment {@code KEY=value} each
     * @param workingDirectory absolute, or empty for the root
     * @param exposedPorts such as {@code 80/tcp}
     * @param volumes paths that shall outlive a container
     * @param labels what else is said
     * @param stopSignal such as {@code SIGTERM} or {@code 15}
     * @param shell what runs commands that are one text
     * @param health how its health is asked for
     */
    public record RunConfig(
            String user,
            List<String> entrypoint,
            List<String> command,
            List<String> environment,
            String workingDirectory,
            List<String> exposedPorts,
            List<String> volumes,
            Map<String, String> labels,
            String stopSignal,
            List<String> shell,
            Optional<HealthCheck> health) {
        /** Copies the lists. */
        public RunConfig {
            entrypoint = List.copyOf(entrypoint);
            command = List.copyOf(command);
            environment = List.copyOf(environment);
            exposedPorts = List.copyOf(exposedPorts);
            volumes = List.copyOf(volumes);
            labels = Map.copyOf(labels);
            shell = List.copyOf(shell);
        }

        /** One that runs this command with this environment, as root in the root folder. */
        public static RunConfig of(List<String> command, List<String> environment) {
            return new RunConfig(
                    "",
                    List.of(),
                    command,
                    environment,
                    "",
                    List.of(),
                    List.of(),
                    Map.of(),
                    "",
                    List.of(),
                    Optional.empty());
        }
    }

    /**
     * How a container's health is asked for (Docker image specification 1.2); zero means the runtime's usual.
     *
     * @param test {@code NONE}; {@code CMD} and arguments; or {@code CMD-SHELL} and a command
     * @param interval between two questions
     * @param timeout for one answer
     * @param startPeriod in which failures do not count
     * @param startInterval between two questions in that period
     * @param retries failures in a row that count
     */
    public record HealthCheck(
            List<String> test,
            Duration interval,
            Duration timeout,
            Duration startPeriod,
            Duration startInterval,
            int retries) {
        /** Nothing is said. */
        public static final HealthCheck UNSAID =
                new HealthCheck(List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

        /** Copies the list. */
        public HealthCheck {
            test = List.copyOf(test);
        }
    }

    /**
     * A step in which the image was made.
     *
     * @param created when
     * @param createdBy the instruction
     * @param comment what else is said
     * @param emptyLayer whether it made no layer
     */
    public record Step(Optional<Instant> created, String createdBy, String comment, boolean emptyLayer) {}
}
