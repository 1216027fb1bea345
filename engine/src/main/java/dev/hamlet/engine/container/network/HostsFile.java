package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The {@code /etc/hosts} of a container (hosts(5)): itself, the user's lines, this computer, and who is on its network. */
final class HostsFile {
    private HostsFile() {}

    /**
     * That of a container on a network, beside these others.
     *
     * @param host where it reaches this computer; 0 for nowhere
     */
    static String of(Lease own, int host, Collection<Lease> others) {
        List<String> lines = begin(own.extra());
        if (host != 0) {
            lines.add(Subnet.text(host) + " host.containers.internal host.docker.internal");
        }
        lines.add(line(own));
        others.stream()
                .filter(one -> one.address() != own.address())
                .sorted(Comparator.comparingInt(Lease::address))
                .map(HostsFile::line)
                .forEach(lines::add);
        return whole(lines);
    }

    /** That of a container without a network of ours. */
    static String alone(List<String> names, List<String> extra) {
        List<String> lines = begin(extra);
        lines.add("127.0.1.1 " + String.join(" ", names));
        return whole(lines);
    }

    private static List<String> begin(List<String> extra) {
        List<String> lines =
                new ArrayList<>(List.of("127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback"));
        lines(extra).lines().forEach(lines::add);
        return lines;
    }

    /** Lines that a user wants. */
    static String lines(List<String> extra) {
        StringBuilder lines = new StringBuilder();
        for (String one : extra) {
            int end = one.indexOf(one.indexOf('=') > 0 ? '=' : ':');
            lines.append(one.substring(end + 1)).append(' ').append(one, 0, end).append('\n');
        }
        return lines.toString();
    }

    private static String line(Lease lease) {
        return Subnet.text(lease.address()) + " " + String.join(" ", lease.names());
    }

    private static String whole(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
