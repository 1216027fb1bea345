package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What nftables is told (nft(8)): one table of this home, and nobody else's. Whoever has the right to send packets of any
 * kind, in a container, beside this computer or behind another network, reaches what is published and no more. Pure
 * functions.
 *
 * <ul>
 *   <li>{@code early}: addresses of the loopback come from there alone. That a port of 127.0.0.1 leads to a bridge needs
 *       {@code route_localnet}, and this is its other half; it also keeps neighbours from ports that are published on
 *       127.0.0.1, which would be turned to the container before anybody asks where they came from. And a container has no
 *       address but its own.
 *   <li>{@code passing}: into a network goes what belongs to a connection, and what a published port turned there; the
 *       kernel asks all tables, so what is dropped here is dropped, whatever else is allowed elsewhere.
 *   <li>Links on which packets pass only for our sake lead to our networks alone.
 * </ul>
 */
final class Ruleset {
    private Ruleset() {}

    /**
     * The whole table anew, in the place of the old one, all at once.
     *
     * @param opened links on which packets may pass only since networks of ours need it
     * @param entrance a link that brings what is meant for published ports, and nothing else
     */
    static String whole(
            String table,
            List<Definition> networks,
            Collection<Lease> leases,
            Set<String> opened,
            Optional<String> entrance) {
        StringBuilder text = new StringBuilder();
        // Added first, since what is not there cannot be deleted.
        text.append("table inet ").append(table).append(" {}\n");
        text.append("delete table inet ").append(table).append('\n');
        text.append("table inet ").append(table).append(" {\n");
        set(text, "bridges", "ifname", networks.stream().map(Ruleset::bridge).toList());
        set(
                text,
                "same",
                "ifname . ifname",
                networks.stream().map(one -> bridge(one) + " . " + bridge(one)).toList());
        set(
                text,
                "opened",
                "ifname",
                new TreeSet<>(opened).stream().map(Ruleset::quoted).toList());
        map(text, "one", "ipv4_addr . inet_proto . inet_service", elements(leases, false));
        map(text, "any", "inet_proto . inet_service", elements(leases, true));
        set(text, "published", "ipv4_addr . inet_proto . inet_service", published(leases));
        text.append(" chain early {\n  type filter hook prerouting priority raw; policy accept;\n");
        text.append("  iif != \"lo\" ip daddr 127.0.0.0/8 drop\n  iif != \"lo\" ip saddr 127.0.0.0/8 drop\n");
        for (Definition network : networks) {
            text.append("  iifname ").append(bridge(network)).append(" ip saddr != ");
            text.append(network.subnet()).append(" drop\n");
        }
        text.append(" }\n chain publish {\n");
        text.append("  dnat ip to ip daddr . meta l4proto . th dport map @one\n");
        text.append("  dnat ip to meta l4proto . th dport map @any\n }\n");
        for (String hook : List.of(
                "incoming { type nat hook prerouting priority dstnat", "local { type nat hook output priority -100")) {
            text.append(" chain ").append(hook).append("; policy accept;\n");
            text.append("  fib daddr type local meta l4proto { tcp, udp } jump publish\n }\n");
        }
        text.append(" chain outgoing {\n  type nat hook postrouting priority srcnat; policy accept;\n");
        for (Definition network : networks) {
            String bridge = bridge(network);
            String from = "  ip saddr " + network.subnet() + " oifname ";
            text.append(from).append("!= ").append(bridge).append(" masquerade\n");
            text.append("  ip saddr 127.0.0.0/8 oifname ").append(bridge).append(" masquerade\n");
            // To its own published port: the answer has to come back the same way.
            text.append(from).append(bridge).append(" ct status dnat masquerade\n");
        }
        // What was turned to a port whose container has gone is not for whoever has its address now.
        text.append(" }\n chain leaving {\n  type filter hook postrouting priority filter; policy accept;\n");
        text.append("  oifname @bridges ct status dnat ct direction original");
        text.append(" ip daddr . meta l4proto . th dport != @published drop\n");
        text.append(" }\n chain passing {\n  type filter hook forward priority filter; policy accept;\n");
        text.append("  iifname . oifname @same accept\n");
        text.append("  oifname @bridges ct state established,related accept\n");
        entrance.ifPresent(
                link -> text.append("  iifname ").append(quoted(link)).append(" oifname @bridges accept\n"));
        text.append("  oifname @bridges ct status dnat accept\n  oifname @bridges drop\n");
        // What goes to bridges of other homes, their rules judge.
        text.append("  meta nfproto ipv4 iifname @opened oifname != \"hm*\" drop\n }\n}\n");
        return text.toString();
    }

    private static String bridge(Definition network) {
        return quoted(network.bridge());
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static void set(StringBuilder text, String name, String type, List<String> elements) {
        text.append(" set ").append(name).append(" {\n  type ").append(type).append('\n');
        elements(text, elements);
    }

    private static void map(StringBuilder text, String name, String from, List<String> elements) {
        text.append(" map ").append(name).append(" {\n  type ").append(from).append(" : ipv4_addr . inet_service\n");
        elements(text, elements);
    }

    private static void elements(StringBuilder text, List<String> elements) {
        if (!elements.isEmpty()) {
            text.append("  elements = { ").append(String.join(", ", elements)).append(" }\n");
        }
        text.append(" }\n");
    }

    private static List<String> elements(Collection<Lease> leases, boolean all) {
        List<String> elements = new ArrayList<>();
        for (Lease lease : leases) {
            for (PublishedPort port : lease.ports()) {
                if (port.address().equals(PublishedPort.ALL) == all) {
                    String address = all ? "" : port.address() + " . ";
                    elements.add(address + port.protocol().word() + " . " + port.hostPort() + " : "
                            + Subnet.text(lease.address()) + " . " + port.containerPort());
                }
            }
        }
        return elements;
    }

    private static List<String> published(Collection<Lease> leases) {
        return leases.stream()
                .flatMap(lease -> lease.ports().stream()
                        .map(port -> Subnet.text(lease.address()) + " . "
                                + port.protocol().word() + " . " + port.containerPort()))
                .distinct()
                .toList();
    }

    /** Publishes the ports of one container. */
    static String publish(String table, Lease lease) {
        return change("add", table, lease);
    }

    /** Takes its ports back. */
    static String withdraw(String table, Lease lease) {
        return change("delete", table, lease);
    }

    private static String change(String verb, String table, Lease lease) {
        StringBuilder text = new StringBuilder();
        for (boolean all : new boolean[] {false, true}) {
            List<String> elements = elements(List.of(lease), all);
            if (!elements.isEmpty()) {
                text.append(verb).append(" element inet ").append(table).append(all ? " any { " : " one { ");
                text.append(String.join(", ", elements)).append(" }\n");
            }
        }
        List<String> published = published(List.of(lease));
        if (!published.isEmpty()) {
            text.append(verb).append(" element inet ").append(table).append(" published { ");
            text.append(String.join(", ", published)).append(" }\n");
        }
        return text.toString();
    }
}
