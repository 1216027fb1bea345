package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a user says of a container's network.
 *
 * @param name of a network, {@link #NONE}, {@link #HOST}, or empty for {@link #USUAL}
 * @param ports of this computer that lead into the container
 * @param hosts {@code NAME:ADDRESS} each, for its {@code /etc/hosts}
 * @param nameServers instead of this computer's, as addresses
 */
public record NetworkWish(String name, List<PublishedPort> ports, List<String> hosts, List<String> nameServers) {
    /** The network of containers for which nothing else is said. */
    public static final String USUAL = "bridge";

    /** No network but the container's own loopback. */
    public static final String NONE = "none";

    /** The network of this computer itself. */
    public static final String HOST = "host";

    /** Nothing said. */
    public static final NetworkWish NOTHING = new NetworkWish("", List.of(), List.of(), List.of());

    /** Conmon holds each open, and may have 1024 files. */
    private static final int MOST_PORTS = 500;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern HOST_LINE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,252})[:=]([0-9A-Fa-f.:]+)");
    private static final Pattern SERVER = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    /** Copies the lists. */
    public NetworkWish {
        ports = List.copyOf(ports);
        hosts = List.copyOf(hosts);
        nameServers = List.copyOf(nameServers);
    }

    /** Nothing but this network. */
    public static NetworkWish of(String name) {
        return new NetworkWish(name, List.of(), List.of(), List.of());
    }

    /** The network's name. */
    public String network() {
        return name.isEmpty() ? USUAL : name;
    }

    /** Whether it is a network that Hamlet keeps, with an address for each of its containers. */
    public boolean isBridged() {
        return !network().equals(NONE) && !network().equals(HOST);
    }

    /** Whether a network may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The same, if it can be.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    NetworkWish checked() throws ProblemException {
        require(isName(network()), "--network", name, "letters, digits, _ . and -, at most 64");
        require(
                ports.size() <= MOST_PORTS,
                "--publish",
                ports.size() + " ports",
                "at most " + MOST_PORTS + ", each of which is held open as long as the container runs");
        for (PublishedPort port : ports) {
            PublishedPort _ = port.checked();
            require(
                    isBridged(),
                    "--publish",
                    port.toString(),
                    "a container on the network " + network() + " has no ports of its own to publish");
        }
        for (String host : hosts) {
            require(HOST_LINE.matcher(host).matches(), "--add-host", host, "it is written NAME:ADDRESS");
        }
        for (String server : nameServers) {
            require(SERVER.matcher(server).matches(), "--dns", server, "it is an address such as 192.168.1.1");
        }
        return this;
    }

    private static void require(boolean holds, String setting, String value, String why) throws ProblemException {
        if (!holds) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(setting, value, why));
        }
    }
}
