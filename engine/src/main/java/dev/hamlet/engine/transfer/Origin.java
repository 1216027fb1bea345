package dev.hamlet.engine.transfer;

import java.net.URI;
import java.util.Locale;

/** Whom an address asks (RFC 6454): credentials go to the origin they were given for and to no other. */
public record Origin(String scheme, String host, int port) {
    public static Origin of(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        return new Origin(scheme, host, url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80);
    }
}
