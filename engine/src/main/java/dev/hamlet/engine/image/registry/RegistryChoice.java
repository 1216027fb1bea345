package dev.hamlet.engine.image.registry;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a person has chosen for one registry.
 *
 * @param security how it is spoken to
 * @param authority a file of certificates in PEM form that are trusted besides those of this computer
 * @param mirrors what is asked first for what is pulled, in this order; scheme, host and port
 */
public record RegistryChoice(Security security, Optional<Path> authority, List<URI> mirrors) {
    /** What holds where nothing was chosen. */
    public static final RegistryChoice USUAL = new RegistryChoice(Security.TLS, Optional.empty(), List.of());

    /** Copies the list. */
    public RegistryChoice {
        mirrors = List.copyOf(mirrors);
    }

    /** The same, spoken to otherwise. */
    public RegistryChoice with(Security other) {
        return new RegistryChoice(other, authority, mirrors);
    }

    /** The same with these certificates. */
    public RegistryChoice withAuthority(Optional<Path> file) {
        return new RegistryChoice(security, file, mirrors);
    }

    /** The same with these mirrors. */
    public RegistryChoice withMirrors(List<URI> others) {
        return new RegistryChoice(security, authority, others);
    }
}
