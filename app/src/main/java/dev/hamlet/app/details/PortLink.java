package dev.hamlet.app.details;

import dev.hamlet.engine.machine.PortForward;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind a forwarded port, as far as its number in the guest tells. Pure. */
final class PortLink {
    private static final Set<Integer> HTTP = Set.of(80, 3000, 5000, 8000, 8008, 8080, 8081, 8888, 9090);
    private static final Set<Integer> HTTPS = Set.of(443, 8443, 9443);
    private static final int SSH = 22;
    private static final Map<Integer, String> NAMES = Map.of(
            SSH, "SSH", 21, "FTP", 25, "SMTP", 53, "DNS", 3306, "MySQL", 3389, "RDP", 5432, "PostgreSQL", 5900, "VNC");

    private PortLink() {}

    /** Where a browser finds what the guest serves there; empty where that is nothing for a browser. */
    static Optional<URI> web(PortForward forward) {
        if (forward.protocol() != PortForward.Protocol.TCP) {
            return Optional.empty();
        }
        if (HTTPS.contains(forward.guestPort())) {
            return Optional.of(URI.create("https://" + place(forward) + "/"));
        }
        return HTTP.contains(forward.guestPort())
                ? Optional.of(URI.create("http://" + place(forward) + "/"))
                : Optional.empty();
    }

    /** The command that opens a shell there; empty where that is nothing for SSH. */
    static Optional<String> shell(PortForward forward) {
        boolean ssh = forward.protocol() == PortForward.Protocol.TCP && forward.guestPort() == SSH;
        return ssh ? Optional.of("ssh -p " + forward.hostPort() + " " + host(forward)) : Optional.empty();
    }

    /** What is usually served at this port of the guest, such as {@code SSH}; empty where that is anything. */
    static String name(PortForward forward) {
        int port = forward.guestPort();
        if (forward.protocol() == PortForward.Protocol.TCP && HTTPS.contains(port)) {
            return "HTTPS";
        }
        if (forward.protocol() == PortForward.Protocol.TCP && HTTP.contains(port)) {
            return "HTTP";
        }
        return NAMES.getOrDefault(port, "");
    }

    /** Address and port on this computer, as others take them. */
    static String place(PortForward forward) {
        String host = host(forward);
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + forward.hostPort();
    }

    /** What listens on all addresses is reached by the one of this computer alone. */
    private static String host(PortForward forward) {
        return switch (forward.address()) {
            case "0.0.0.0", "" -> PortForward.LOOPBACK;
            case "::" -> "::1";
            default -> forward.address();
        };
    }
}
