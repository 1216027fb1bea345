package dev.hamlet.engine.container;

import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import java.util.List;

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
 */
public record ImageDefaults(
        String name,
        String digest,
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        String workingDirectory,
        String user,
        String stopSignal) {
    /** Copies the lists. */
    public ImageDefaults {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
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
                run.stopSignal());
    }
}
