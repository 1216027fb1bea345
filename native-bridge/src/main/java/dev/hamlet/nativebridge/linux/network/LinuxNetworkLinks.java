package dev.hamlet.nativebridge.linux.network;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NetworkLinks.Link;
import dev.hamlet.nativebridge.NetworkLinks.Pair;
import dev.hamlet.nativebridge.NetworkLinks.Route;
import dev.hamlet.nativebridge.linux.Descriptor;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Links by rtnetlink(7): messages of {@code linux/rtnetlink.h} with attributes of {@code linux/if_link.h}; and looks at
 * nftables by {@code linux/netfilter/nf_tables.h}.
 */
public final class LinuxNetworkLinks {
    private static final int NEW_LINK = 16;
    private static final int DELETE_LINK = 17;
    private static final int GET_LINK = 18;
    private static final int NEW_ADDRESS = 20;
    private static final int NEW_ROUTE = 24;
    private static final int GET_ROUTE = 26;

    private static final int LINK_FIXED = 16;
    private static final int LINK_ADDRESS = 1;
    private static final int LINK_NAME = 3;
    private static final int LINK_MASTER = 10;
    private static final int LINK_INFO = 18;
    private static final int LINK_NAMESPACE = 28;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int VETH_PEER = 1;
    private static final int UP = 1;
    private static final int LOOPBACK = 1;

    private static final int ADDRESS_ADDRESS = 1;
    private static final int ADDRESS_LOCAL = 2;
    private static final int ADDRESS_BROADCAST = 4;

    private static final int ROUTE_FIXED = 12;
    private static final int ROUTE_TO = 1;
    private static final int ROUTE_LINK = 4;
    private static final int ROUTE_GATEWAY = 5;
    private static final int MAIN = 254;
    private static final int BOOT = 3;
    private static final int UNICAST = 1;

    private static final int GET_TABLE = 0x0a01;
    private static final int GET_CHAIN = 0x0a04;
    private static final int NETFILTER_FIXED = 4;
    private static final int TABLE_NAME = 1;
    private static final int CHAIN_TABLE = 1;
    private static final int CHAIN_NAME = 3;
    private static final int CHAIN_POLICY = 5;
    private static final int FAMILY_INET = 1;
    private static final int FAMILY_IPV4 = 2;
    private static final int DROP = 0;

    private LinuxNetworkLinks() {}

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#links}. */
    public static List<Link> links() throws NativeException {
        List<Link> links = new ArrayList<>();
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            for (Netlink.Answer answer : netlink.ask(link(GET_LINK, NetlinkMessage.DUMP, 0, 0), "links")) {
                links.add(link(answer));
            }
        }
        return links;
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#find}. */
    public static Optional<Link> find(String name) throws NativeException {
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            return find(netlink, name);
        }
    }

    private static Optional<Link> find(Netlink netlink, String name) throws NativeException {
        NetlinkMessage message = link(GET_LINK, NetlinkMessage.ACK, 0, 0).with(LINK_NAME, name);
        try {
            return netlink.ask(message, "link " + name).stream()
                    .map(LinuxNetworkLinks::link)
                    .findFirst();
        } catch (NativeException e) {
            if (e.errno() == NetworkCalls.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Link link(Netlink.Answer answer) {
        String name = answer.attribute(LINK_FIXED, LINK_NAME)
                .map(LinuxNetworkLinks::text)
                .orElse("");
        int master = answer.attribute(LINK_FIXED, LINK_MASTER)
                .map(ByteBuffer::getInt)
                .orElse(0);
        return new Link(answer.number(4), name, master);
    }

    private static String text(ByteBuffer value) {
        String text = StandardCharsets.UTF_8.decode(value).toString();
        int zero = text.indexOf(0);
        return zero < 0 ? text : text.substring(0, zero);
    }

    /** A message of this kind about a link. */
    private static NetlinkMessage link(int kind, int flags, int index, int raised) {
        return fixed(new NetlinkMessage(kind, flags), index, raised);
    }

    private static NetlinkMessage fixed(NetlinkMessage message, int index, int raised) {
        return message.bytes(0, 0, 0, 0).number(index).number(raised).number(raised);
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#routes}. */
    public static List<Route> routes() throws NativeException {
        List<Route> routes = new ArrayList<>();
        NetlinkMessage message = new NetlinkMessage(GET_ROUTE, NetlinkMessage.DUMP)
                .bytes(NetworkCalls.AF_INET, 0, 0, 0, 0, 0, 0, 0)
                .number(0);
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            for (Netlink.Answer answer : netlink.ask(message, "routes")) {
                int address = answer.attribute(ROUTE_FIXED, ROUTE_TO)
                        .map(value -> value.order(ByteOrder.BIG_ENDIAN).getInt())
                        .orElse(0);
                int link = answer.attribute(ROUTE_FIXED, ROUTE_LINK)
                        .map(ByteBuffer::getInt)
                        .orElse(0);
                routes.add(new Route(address, answer.octet(1), link));
            }
        }
        return routes;
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#addBridge}. */
    public static void addBridge(String name, int address) throws NativeException {
        NetlinkMessage message =
                link(NEW_LINK, create(), 0, 0).with(LINK_NAME, name).with(LINK_ADDRESS, hardware(address));
        int info = message.begin(LINK_INFO);
        NetlinkMessage whole = message.with(INFO_KIND, "bridge").end(info);
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            askUnlessThere(netlink, whole, "make the bridge " + name);
        }
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#raise}. */
    public static void raise(String name, int address, int prefix) throws NativeException {
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            raise(netlink, name, address, prefix);
        }
    }

    private static int raise(Netlink netlink, String name, int address, int prefix) throws NativeException {
        int index = find(netlink, name)
                .orElseThrow(() -> Errno.failure("link " + name, NetworkCalls.ENODEV))
                .index();
        NetlinkMessage add = new NetlinkMessage(NEW_ADDRESS, create())
                .bytes(NetworkCalls.AF_INET, prefix, 0, 0)
                .number(index)
                .with(ADDRESS_LOCAL, octets(address))
                .with(ADDRESS_ADDRESS, octets(address))
                .with(ADDRESS_BROADCAST, octets(address | (-1 >>> prefix)));
        askUnlessThere(netlink, add, "give " + name + " an address");
        List<Netlink.Answer> _ = netlink.ask(link(NEW_LINK, NetlinkMessage.ACK, index, UP), "bring " + name + " up");
        return index;
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#remove}. */
    public static void remove(String name) throws NativeException {
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            List<Netlink.Answer> _ = netlink.ask(
                    link(DELETE_LINK, NetlinkMessage.ACK, 0, 0).with(LINK_NAME, name), "remove the link " + name);
        } catch (NativeException e) {
            if (e.errno() != NetworkCalls.ENODEV) {
                throw e;
            }
        }
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#connect}. */
    public static void connect(Pair pair) throws NativeException {
        try (Netlink here = Netlink.open(Netlink.ROUTE);
                Netlink there = Netlink.open(Netlink.ROUTE, pair.namespace());
                Descriptor namespace = Descriptor.open(pair.namespace(), NetworkCalls.O_RDONLY)) {
            int bridge = find(here, pair.bridge())
                    .orElseThrow(() -> Errno.failure("link " + pair.bridge(), NetworkCalls.ENODEV))
                    .index();
            NetlinkMessage message =
                    link(NEW_LINK, create(), 0, UP).with(LINK_NAME, pair.name()).with(LINK_MASTER, bridge);
            int info = message.begin(LINK_INFO);
            int data = message.with(INFO_KIND, "veth").begin(INFO_DATA);
            int peer = message.begin(VETH_PEER);
            NetlinkMessage whole = fixed(message, 0, 0)
                    .with(LINK_NAME, pair.inside())
                    .with(LINK_ADDRESS, hardware(pair.address()))
                    .with(LINK_NAMESPACE, namespace.number())
                    .end(peer)
                    .end(data)
                    .end(info);
            List<Netlink.Answer> _ = here.ask(whole, "make the link " + pair.name());
            List<Netlink.Answer> _ = there.ask(link(NEW_LINK, NetlinkMessage.ACK, LOOPBACK, UP), "bring lo up");
            int index = raise(there, pair.inside(), pair.address(), pair.prefix());
            NetlinkMessage route = new NetlinkMessage(NEW_ROUTE, create())
                    .bytes(NetworkCalls.AF_INET, 0, 0, 0, MAIN, BOOT, 0, UNICAST)
                    .number(0)
                    .with(ROUTE_LINK, index)
                    .with(ROUTE_GATEWAY, octets(pair.gateway()));
            List<Netlink.Answer> _ = there.ask(route, "add the way to everywhere");
        }
    }

    /**
     * An address that goes with the IP address: where one is used again, neighbours that remember it are right. The first
     * octet says that nobody gave it out (IEEE 802, "locally administered").
     */
    private static byte[] hardware(int address) {
        return ByteBuffer.allocate(6).putShort((short) 0x0268).putInt(address).array();
    }

    private static byte[] octets(int address) {
        return ByteBuffer.allocate(4).putInt(address).array();
    }

    private static int create() {
        return NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
    }

    private static void askUnlessThere(Netlink netlink, NetlinkMessage message, String what) throws NativeException {
        try {
            List<Netlink.Answer> _ = netlink.ask(message, what);
        } catch (NativeException e) {
            if (e.errno() != NetworkCalls.EEXIST) {
                throw e;
            }
        }
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#hasTable}. */
    public static boolean hasTable(String name) throws NativeException {
        NetlinkMessage message = new NetlinkMessage(GET_TABLE, NetlinkMessage.ACK)
                .bytes(FAMILY_INET, 0, 0, 0)
                .with(TABLE_NAME, name);
        return !netfilter(message, "table " + name).isEmpty();
    }

    /** See {@link dev.hamlet.nativebridge.NetworkLinks#dropsForwarded}. */
    public static boolean dropsForwarded() throws NativeException {
        NetlinkMessage message = new NetlinkMessage(GET_CHAIN, NetlinkMessage.ACK)
                .bytes(FAMILY_IPV4, 0, 0, 0)
                .with(CHAIN_TABLE, "filter")
                .with(CHAIN_NAME, "FORWARD");
        return netfilter(message, "chain FORWARD").stream()
                .flatMap(answer -> answer.attribute(NETFILTER_FIXED, CHAIN_POLICY).stream())
                .anyMatch(policy -> policy.order(ByteOrder.BIG_ENDIAN).getInt() == DROP);
    }

    /** None for what is not there. */
    private static List<Netlink.Answer> netfilter(NetlinkMessage message, String what) throws NativeException {
        try (Netlink netlink = Netlink.open(Netlink.NETFILTER)) {
            return netlink.ask(message, what);
        } catch (NativeException e) {
            if (e.errno() == NetworkCalls.ENOENT) {
                return List.of();
            }
            throw e;
        }
    }
}
