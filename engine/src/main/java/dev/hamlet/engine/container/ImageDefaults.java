package dev.hamlet.engine.container;

import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a container has of its image where its own settings say nothing: kept apart from these, and with the container, since
 * the image's name may lead to another one later.
 *
 * @param name what the image was called
 * @param digest the digest of its configuration, with its algorithm
 * @param entrypoint the program and its first arguments
 * @param command what follows it
 * @param environment {@code KEY=value} each
 * @param workingDirectory absolute, or empty
 * @param user as the image has it, or empty
 * @param stopSignal such as {@code SIGQUIT}, or empty
 * @param volumes places that are to outlive a container, as the image has them
 * @param labels what else it says
 * @param health how it is asked for its health
 */
public record ImageDefaults(
        String name,
        String digest,
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        String workingDirectory,
        String user,
        String stopSignal,
        List<String> volumes,
        Map<String, String> labels,
        Optional<HealthCheck> health) {
    /** Copies the lists. */
    public ImageDefaults {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        volumes = List.copyOf(volumes);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Those of this image. */
    public static ImageDefaults of(Image image) {
        ImageConfig.RunConfig run = image.config().run();
        return new ImageDefaults(
                image.shownName(),
                image.id().toString(),
                run.entrypoint(),
                run.command(),
                run.environment(),
                run.workingDirectory(),
                run.user(),
                run.stopSignal(),
                run.volumes(),
                run.labels(),
                run.health().map(health -> withShell(health, run.shell())));
    }

    /** A command that is one text is for the image's own shell, if it names one. */
    private static HealthCheck withShell(HealthCheck health, List<String> shell) {
        if (shell.isEmpty()
                || health.test().size() < 2
                || !health.test().getFirst().equals("CMD-SHELL")) {
            return health;
        }
        List<String> test = new ArrayList<>(List.of("CMD"));
        test.addAll(shell);
        test.add(health.test().get(1));
        return new HealthCheck(
                test,
                health.interval(),
                health.timeout(),
                health.startPeriod(),
                health.startInterval(),
                health.retries());
    }
}
