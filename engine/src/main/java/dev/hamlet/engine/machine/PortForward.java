package dev.hamlet.engine.machine;

import java.util.Locale;

/**
 * A port of the host that leads into the guest.
 *
 * @param protocol TCP or UDP
 * @param address the host's address it listens on; 127.0.0.1 unless the user asked for more
 * @param hostPort 1 to 65535
 * @param guestPort 1 to 65535
 */
public record PortForward(Protocol protocol, String address, int hostPort, int guestPort) {
    /** The address of this host alone. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Which transport is forwarded. */
    public enum Protocol {
        TCP,
        UDP;

        /** As arguments and files have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A TCP forward from the loopback address. */
    public static PortForward tcp(int hostPort, int guestPort) {
        return new PortForward(Protocol.TCP, LOOPBACK, hostPort, guestPort);
    }
}
