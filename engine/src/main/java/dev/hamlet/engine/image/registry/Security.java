package dev.hamlet.engine.image.registry;

/** How a registry is spoken to. */
public enum Security {
    /** By TLS, with a certificate that is trusted. */
    TLS,
    /**
     * By TLS whatever the certificate; plainly where nobody there speaks TLS, and only there: what
     * {@code --tls-verify=false} means to podman users.
     */
    UNVERIFIED,
    /** By plain HTTP. */
    HTTP
}
