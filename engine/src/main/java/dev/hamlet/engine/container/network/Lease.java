package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.PublishedPort;
import java.nio.file.Path;
import java.util.List;

/**
 * An address that a run of a container has.
 *
 * @param container whose it is
 * @param names what others on its network find it by
 * @param network the network's name
 * @param address as a number
 * @param ports what it publishes, each with the port that it got
 * @param hosts its {@code /etc/hosts}, as this computer knows it
 * @param extra lines of that which the user wants, {@code NAME:ADDRESS} each
 */
record Lease(
        ContainerId container,
        List<String> names,
        String network,
        int address,
        List<PublishedPort> ports,
        Path hosts,
        List<String> extra) {
    Lease {
        names = List.copyOf(names);
        ports = List.copyOf(ports);
        extra = List.copyOf(extra);
    }

    /** The name of its link at the bridge: at most 15 characters, and another one for each address of this computer. */
    String link(String bridge) {
        return bridge.substring(0, bridge.indexOf('-')) + Long.toString(Integer.toUnsignedLong(address), 36);
    }
}
