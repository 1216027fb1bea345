package dev.hamlet.engine.container.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code /etc/resolv.conf} of a container (resolv.conf(5)): that of this computer, without servers that only this
 * computer itself reaches. Where a resolver of this computer stands before the real ones, these are looked up.
 */
final class NameServers {
    private static final Path OWN = Path.of("/etc/resolv.conf");

    /** Where resolvers that listen on the loopback keep whom they ask: systemd-resolved, then NetworkManager. */
    private static final List<Path> REAL =
            List.of(Path.of("/run/systemd/resolve/resolv.conf"), Path.of("/run/NetworkManager/no-stub-resolv.conf"));

    private NameServers() {}

    /**
     * The file for a container on a network of its own.
     *
     * @param wanted servers instead of this computer's
     */
    static String forNetwork(List<String> wanted) {
        String own = read(OWN).orElse("");
        String reached = reachable(own, wanted);
        for (Path real : REAL) {
            if (!reached.contains("nameserver ")) {
                reached = read(real).map(text -> reachable(text, wanted)).orElse(reached);
            }
        }
        return reached;
    }

    /** The file for a container on the network of this computer. */
    static String forHost(List<String> wanted) {
        String own = read(OWN).orElse("");
        return wanted.isEmpty() ? own : reachable(own, wanted);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A pure function: the lines that say something to a container. */
    static String reachable(String own, List<String> wanted) {
        List<String> lines = new ArrayList<>();
        wanted.forEach(server -> lines.add("nameserver " + server));
        for (String line : own.lines().map(String::strip).toList()) {
            String[] words = line.split("\\s+", -1);
            boolean server = words[0].equals("nameserver") && words.length > 1;
            if (server && wanted.isEmpty() && isReachable(words[1])) {
                lines.add("nameserver " + words[1]);
            } else if (words[0].equals("search") || words[0].equals("domain") || words[0].equals("options")) {
                lines.add(line);
            }
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** Neither of the loopback nor of a link that the container does not have; networks of containers have IPv4 alone. */
    private static boolean isReachable(String server) {
        return !server.startsWith("127.") && !server.contains(":");
    }
}
