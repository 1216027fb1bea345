package dev.hamlet.app.cli;

import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.image.registry.Security;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands that speak to registries share, named as podman users name it. */
final class RegistryOptions {
    /** Docker Hub, as names have it. */
    static final String HUB = "docker.io";

    @Option(
            names = "--tls-verify",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = {
                "With false: believe any certificate, or speak plain HTTP to a registry that has none. Only where",
                "nobody else is on the way."
            })
    private @Nullable String verified;

    /** How the registry is spoken to, if that was said. */
    Optional<Security> security() throws ProblemException {
        return switch (verified) {
            case null -> Optional.empty();
            case "true" -> Optional.of(Security.TLS);
            case "false" -> Optional.of(Security.UNVERIFIED);
            default -> throw ArgumentText.invalid("--tls-verify", verified, "true or false");
        };
    }

    /** The platform of this text, if there is one. */
    static Optional<Platform> platform(@Nullable String text) throws ProblemException {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Platform> platform = Platform.parse(text);
        if (platform.isEmpty()) {
            throw ArgumentText.invalid("--platform", text, "a platform such as linux/arm64 or linux/arm/v7");
        }
        return platform;
    }

    /** The registry that a person writes: a name, perhaps a port, perhaps an address in front. */
    static String registry(@Nullable String text) throws ProblemException {
        if (text == null) {
            return HUB;
        }
        String bare = text.strip().replaceFirst("^https?://", "").replaceFirst("/(?:v[12]/?)?$", "");
        String named = bare.equals("index.docker.io") || bare.equals("registry-1.docker.io") ? HUB : bare;
        try {
            if (ImageReference.parse(named + "/x").domain().equals(named)) {
                return named;
            }
        } catch (ProblemException e) {
            // Said below.
        }
        throw ArgumentText.invalid("REGISTRY", text, "the name of a registry, such as registry.example:5000");
    }
}
