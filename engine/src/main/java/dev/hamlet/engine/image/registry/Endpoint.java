package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.transfer.Http;
import java.net.URI;

/**
 * Where a registry, or a mirror of one, is asked.
 *
 * @param registry its name in references, such as {@code docker.io}: credentials are kept under it
 * @param base scheme, host and port
 * @param choice how it is spoken to
 */
record Endpoint(String registry, URI base, RegistryChoice choice) {
    /** Docker Hub is not where its name says. */
    private static final String HUB = "docker.io";

    /** Where a registry of this name is. */
    static Endpoint of(String registry, RegistryChoice choice) {
        String host = registry.equals(HUB) ? "registry-1.docker.io" : registry;
        String scheme = choice.security() == Security.HTTP ? "http" : "https";
        return new Endpoint(registry, URI.create(scheme + "://" + host), choice);
    }

    /** A mirror of a registry; its credentials are its own. */
    static Endpoint ofMirror(URI mirror, RegistryChoice of) {
        Security security = mirror.getScheme().equals("http")
                ? Security.HTTP
                : of.security() == Security.UNVERIFIED ? Security.UNVERIFIED : Security.TLS;
        return new Endpoint(Http.site(mirror), mirror, of.with(security));
    }

    URI at(String path) {
        return base.resolve(path);
    }

    /** Such as {@code registry-1.docker.io}, for words. */
    String site() {
        return Http.site(base);
    }

    /** The same, spoken to plainly. */
    Endpoint plain() {
        return new Endpoint(registry, URI.create("http://" + base.getRawAuthority()), choice.with(Security.HTTP));
    }
}
